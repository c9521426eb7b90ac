from django.http import HttpRequest, HttpResponse


def choose(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")
