"""An authorization server and a small API behind it, in one file. Whoever asks for consent is signed in and agrees."""
import os
import sys
import time

from django.conf import settings

folder = os.environ["PEER_FOLDER"]
settings.configure(
    DEBUG=False, SECRET_KEY="made-up", ROOT_URLCONF=__name__, ALLOWED_HOSTS=["127.0.0.1"], USE_TZ=True,
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": folder + "/oauth.db",
                           "OPTIONS": {"timeout": 20, "transaction_mode": "IMMEDIATE"}}},
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sessions", "oauth2_provider"],
    MIDDLEWARE=["django.contrib.sessions.middleware.SessionMiddleware",
                "django.contrib.auth.middleware.AuthenticationMiddleware", f"{__name__}.everybody_agrees"],
    AUTHENTICATION_BACKENDS=["django.contrib.auth.backends.ModelBackend"],
    OAUTH2_PROVIDER={
        "PKCE_REQUIRED": True, "ROTATE_REFRESH_TOKEN": True, "SCOPES": {"read": "Read", "offline": "Stay"},
        "ACCESS_TOKEN_EXPIRE_SECONDS": int(os.environ.get("TTL", "4")),
        "REFRESH_TOKEN_REUSE_PROTECTION": True, "REFRESH_TOKEN_GRACE_PERIOD_SECONDS": 0,
        "ALLOWED_REDIRECT_URI_SCHEMES": ["http"], "ALLOW_URI_WILDCARDS": False,
    })

import django

django.setup()

from django.contrib.auth import get_user_model, login
from django.http import JsonResponse
from django.urls import include, path
from oauth2_provider.decorators import protected_resource


def everybody_agrees(answer):
    """Signs in whoever comes, and writes down every call of the token endpoint."""
    def handle(request):
        if request.path == "/o/authorize/":
            login(request, get_user_model().objects.get(), backend="django.contrib.auth.backends.ModelBackend")
        reply = answer(request)
        if request.path == "/o/token/":
            with open(folder + "/calls.log", "a") as log:
                log.write(f"{request.POST.get('grant_type')} {reply.status_code}\n")
        return reply
    return handle


@protected_resource(scopes=["read"])
def orders(request):
    """Ten pages that take their time, so that a token ends on the way."""
    page = int(request.GET.get("page", "1"))
    if request.GET.get("slow"):
        time.sleep(float(request.GET["slow"]))
    rows = [{"id": page * 10 + n, "number": f"N{page * 10 + n}", "customer": "Ada", "status": "paid", "total": "10.00",
             "issued": "2026-01-15"} for n in range(10)] if page <= 10 else []
    return JsonResponse({"results": rows, "next": page + 1 if page < 10 else None})


urlpatterns = [path("o/", include("oauth2_provider.urls", namespace="oauth2_provider")), path("api/orders/", orders)]


def prepare():
    from django.core.management import call_command
    from oauth2_provider.models import Application

    call_command("migrate", verbosity=0)
    if get_user_model().objects.exists():
        return
    user = get_user_model().objects.create(username="ada")
    Application.objects.create(
        client_id="client", client_secret="made-up-secret", user=user, name="connector", skip_authorization=True,
        client_type="confidential", authorization_grant_type="authorization-code",
        redirect_uris="http://127.0.0.1:8765/callback")


if __name__ == "__main__":
    if sys.argv[1] == "prepare":
        prepare()
    else:
        from django.core.management import execute_from_command_line

        execute_from_command_line(sys.argv)
