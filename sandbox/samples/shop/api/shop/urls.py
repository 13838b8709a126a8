from django.urls import path

from catalogue import views

urlpatterns = [
    path("healthz", views.health),
    path("api/products", views.products),
    path("api/visits", views.visits),
]
