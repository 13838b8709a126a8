from django.db import migrations

products = [
    ("enamel-mug", "Enamel mug", "Survives falling overboard. Keeps coffee warm until the second lock.", 1450, "mug"),
    ("storm-lantern", "Storm lantern", "Burns through a gale and is kind to the eyes.", 3900, "lantern"),
    ("mooring-rope", "Mooring rope", "Ten metres, eight strands, one promise.", 2750, "rope"),
    ("pocket-compass", "Pocket compass", "Points north, also on Mondays.", 4200, "compass"),
    ("signal-flag", "Signal flag", "Says “I wish to communicate with you”, politely.", 1800, "flag"),
    ("brass-anchor", "Brass anchor", "For papers and other small vessels.", 2300, "anchor"),
]


def stock(apps, schema_editor):
    product = apps.get_model("catalogue", "Product")
    product.objects.bulk_create(
        product(slug=slug, name=name, description=description, price_cents=cents, picture=picture)
        for slug, name, description, cents, picture in products
    )


def clear(apps, schema_editor):
    apps.get_model("catalogue", "Product").objects.filter(slug__in=[slug for slug, *_ in products]).delete()


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_product")]

    operations = [migrations.RunPython(stock, clear)]
