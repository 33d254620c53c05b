"""A small directory that speaks JSON:API, in one file."""
import os
import sys

from django.conf import settings

folder = os.environ["PEER_FOLDER"]
api = "rest_framework_json_api"
settings.configure(
    DEBUG=False, SECRET_KEY="made-up", ROOT_URLCONF=__name__, ALLOWED_HOSTS=["127.0.0.1"], USE_TZ=True,
    DEFAULT_AUTO_FIELD="django.db.models.AutoField", JSON_API_FORMAT_FIELD_NAMES="dasherize",
    JSON_API_FORMAT_TYPES="dasherize", JSON_API_PLURALIZE_TYPES=True,
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": folder + "/directory.db"}},
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "rest_framework", api],
    REST_FRAMEWORK={
        "EXCEPTION_HANDLER": api + ".exceptions.exception_handler",
        "DEFAULT_PAGINATION_CLASS": api + ".pagination.JsonApiPageNumberPagination",
        "DEFAULT_PARSER_CLASSES": [api + ".parsers.JSONParser"],
        "DEFAULT_RENDERER_CLASSES": [api + ".renderers.JSONRenderer"],
        "DEFAULT_METADATA_CLASS": api + ".metadata.JSONAPIMetadata",
        "DEFAULT_FILTER_BACKENDS": [api + ".filters.OrderingFilter", api + ".django_filters.DjangoFilterBackend"],
        "DEFAULT_THROTTLE_CLASSES": ["rest_framework.throttling.AnonRateThrottle"],
        "DEFAULT_THROTTLE_RATES": {"anon": "6/second"},
        "DEFAULT_AUTHENTICATION_CLASSES": [], "UNAUTHENTICATED_USER": None,
    })

import django

django.setup()

from django.db import models
from django.urls import include, path
from rest_framework import routers
from rest_framework_json_api import serializers, views


class Company(models.Model):
    name = models.CharField(max_length=50)

    class Meta:
        app_label = "contenttypes"


class Person(models.Model):
    first_name = models.CharField(max_length=50)
    last_name = models.CharField(max_length=50)
    email = models.EmailField()
    company = models.ForeignKey(Company, models.CASCADE)
    changed = models.DateTimeField(auto_now=True)

    class Meta:
        app_label = "contenttypes"


class CompanySerializer(serializers.ModelSerializer):
    class Meta:
        model = Company
        fields = ["name"]


class PersonSerializer(serializers.ModelSerializer):
    included_serializers = {"company": CompanySerializer}

    class Meta:
        model = Person
        fields = ["first_name", "last_name", "email", "company", "changed"]


class Companies(views.ModelViewSet):
    queryset = Company.objects.order_by("id")
    serializer_class = CompanySerializer


class People(views.ModelViewSet):
    queryset = Person.objects.order_by("id")
    serializer_class = PersonSerializer
    filterset_fields = {"changed": ("gte",)}
    ordering_fields = ["changed", "id"]


router = routers.DefaultRouter()
router.register("companies", Companies)
router.register("people", People)
urlpatterns = [path("api/", include(router.urls))]


def prepare():
    from django.db import connection

    with connection.schema_editor() as editor:
        editor.create_model(Company)
        editor.create_model(Person)
    companies = [Company.objects.create(name="Company %d" % number) for number in range(7)]
    for number in range(180):
        Person.objects.create(first_name="Zoë%d" % number, last_name="Ö'Neil-%d" % number,
                              email="P%d@example.com" % number, company=companies[number % 7])


if __name__ == "__main__":
    if sys.argv[1] == "prepare":
        prepare()
    else:
        from django.core.management import execute_from_command_line

        execute_from_command_line(sys.argv)
