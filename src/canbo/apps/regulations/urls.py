"""Addresses of the law: fixed pages first, then an instrument by number and issue date, which always ends in a day."""

from django.urls import path

from canbo.apps.regulations import (
    screens,
    screens_codes,
    screens_decisions,
    screens_draft,
    screens_gaps,
    screens_rules,
    screens_study,
    screens_time,
    screens_titles,
)

app_name = "regulations"
urlpatterns = [
    path("", screens.register, name="list"),
    path("search/", screens.search, name="search"),
    path("timeline/", screens_time.succession, name="timeline"),
    path("compare/", screens_time.compare, name="compare"),
    path("titles/", screens_titles.catalogue, name="titles"),
    path("titles/<str:code>/", screens_titles.one, name="title"),
    path("clauses/<str:code>/", screens_rules.clause, name="clause"),
    path("parameters/<str:name>/", screens_rules.parameter, name="parameter"),
    path("decisions/", screens_decisions.catalogue, name="decisions"),
    path("decisions/<slug:name>/", screens_decisions.one, name="decision"),
    path("conflicts/<slug:code>/", screens_decisions.conflict, name="conflict"),
    path("codes/", screens_codes.catalogue, name="codes"),
    path("codes/<slug:name>/", screens_codes.one, name="code-list"),
    path("gaps/", screens_gaps.page, name="gaps"),
    path("draft/", screens_draft.page, name="draft"),
    path("study/", screens_study.mine, name="study"),
    path("study/confirm", screens_study.confirm, name="confirm"),
    path("study/coverage/", screens_study.coverage, name="study-coverage"),
    path("study/<int:number>/remind", screens_study.nudge, name="remind"),
    path("study/assign/", screens_study.assign, name="assign"),
    path("<slug:name>/", screens.one, name="one"),
    path("<slug:name>/articles/<path:number>/", screens.article, name="article"),
]
