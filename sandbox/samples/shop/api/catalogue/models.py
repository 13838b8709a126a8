from django.db import models


class Product(models.Model):
    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    description = models.CharField(max_length=200)
    price_cents = models.PositiveIntegerField()
    picture = models.SlugField()

    class Meta:
        ordering = ["id"]
