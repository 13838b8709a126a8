from django.conf import settings
from django.http import JsonResponse
from django.views.decorators.http import require_POST, require_safe
from redis import Redis

from catalogue.models import Product

redis = Redis.from_url(settings.REDIS_URL, socket_connect_timeout=2, socket_timeout=2)


@require_safe
def health(request):
    """Answers once a visitor would get what he came for: the tables are there, and so is Redis."""
    Product.objects.exists()
    redis.ping()
    return JsonResponse({"status": "ok", "commit": settings.COMMIT})


@require_safe
def products(request):
    fields = ["slug", "name", "description", "price_cents", "picture"]
    return JsonResponse({"products": list(Product.objects.values(*fields))})


@require_POST
def visits(request):
    return JsonResponse({"visits": redis.incr("visits")})
