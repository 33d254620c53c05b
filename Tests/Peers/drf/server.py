"""One table of orders behind the three paginations of Django REST framework, in one file."""
import datetime
import os
import sys

from django.conf import settings

folder = os.environ["PEER_FOLDER"]
settings.configure(
    DEBUG=False, SECRET_KEY="made-up", ROOT_URLCONF=__name__, ALLOWED_HOSTS=["127.0.0.1"], USE_TZ=True,
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": folder + "/orders.db"}},
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "rest_framework", "django_filters"],
    CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
    REST_FRAMEWORK={
        "DEFAULT_THROTTLE_CLASSES": ["rest_framework.throttling.AnonRateThrottle"],
        "DEFAULT_THROTTLE_RATES": {"anon": os.environ.get("RATE", "100000/min")},
        "DEFAULT_AUTHENTICATION_CLASSES": [], "DEFAULT_PERMISSION_CLASSES": [],
        "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    })

import django

django.setup()

from django.db import connection, models
from django.urls import include, path
import django_filters
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework import pagination, routers, serializers, viewsets


class Order(models.Model):
    number = models.CharField(max_length=20)
    customer = models.CharField(max_length=40)
    status = models.CharField(max_length=10)
    total = models.DecimalField(max_digits=12, decimal_places=2)
    issued = models.DateField()
    updated_at = models.DateTimeField(db_index=True)

    class Meta:
        app_label = "peer"


class OrderSerializer(serializers.ModelSerializer):
    class Meta:
        model = Order
        fields = ["id", "number", "customer", "status", "total", "issued", "updated_at"]


class Changed(django_filters.FilterSet):
    updated_since = django_filters.IsoDateTimeFilter(field_name="updated_at", lookup_expr="gte")

    class Meta:
        model = Order
        fields = ["status"]


def view(name, style, ordering_name="id", **attributes):
    pager = type(name + "Pages", (style,), attributes)
    return type(name, (viewsets.ModelViewSet,), {
        "queryset": Order.objects.order_by(ordering_name), "serializer_class": OrderSerializer,
        "pagination_class": pager, "filter_backends": [DjangoFilterBackend], "filterset_class": Changed})


router = routers.DefaultRouter()
router.register("orders-page", view(
    "ByPage", pagination.PageNumberPagination, page_size=50, page_size_query_param="page_size", max_page_size=500), "page")
router.register("orders-offset", view(
    "ByOffset", pagination.LimitOffsetPagination, default_limit=50, max_limit=500), "offset")
router.register("orders-cursor", view(
    "ByCursor", pagination.CursorPagination, page_size=50, ordering="id"), "cursor")
urlpatterns = [path("api/", include(router.urls))]


def prepare():
    with connection.schema_editor() as editor:
        editor.create_model(Order)
    start = datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc)
    statuses = ["draft", "sent", "paid", "void"]
    Order.objects.bulk_create([
        Order(
            number="N-%05d" % n, customer="C-%d" % (n % 17), status=statuses[n % 4],
            total="%d.%02d" % (n * 7 % 1000, n % 100), issued=(start + datetime.timedelta(days=n % 200)).date(),
            # Two hundred and fifty rows share one moment.
            updated_at=start + datetime.timedelta(seconds=0 if n < 250 else n))
        for n in range(1, 1001)])


if __name__ == "__main__":
    if sys.argv[1] == "prepare":
        prepare()
    else:
        from django.core.management import execute_from_command_line
        execute_from_command_line(sys.argv)
