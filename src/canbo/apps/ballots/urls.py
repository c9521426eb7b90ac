"""Addresses of ballots."""

from django.urls import path

from canbo.apps.ballots import screens, screens_keying, screens_prints, screens_team

app_name = "ballots"
urlpatterns = [
    path("", screens.listing, name="list"),
    path("new", screens.new, name="new"),
    path("<int:number>/", screens.one, name="one"),
    path("<int:number>/numbers", screens.set_numbers, name="numbers"),
    path("<int:number>/close", screens.close, name="close"),
    path("<int:number>/team", screens_team.team, name="team"),
    path("<int:number>/annul", screens.void, name="annul"),
    path("<int:number>/next", screens.next_round, name="next"),
    path("<int:number>/names/<int:place>/withdraw", screens.name_withdraws, name="withdraw"),
    path("<int:number>/key", screens_keying.page, name="key"),
    path("<int:number>/papers", screens_keying.papers, name="papers"),
    path("<int:number>/papers/<int:paper>/take-back", screens_keying.take_back, name="take-back"),
    path("<int:number>/finish", screens_keying.finish, name="finish"),
    path("<int:number>/resume", screens_keying.resume, name="resume"),
    path("<int:number>/differences", screens_keying.settle, name="differences"),
    path("<int:number>/paper.pdf", screens_prints.paper, name="paper"),
    path("<int:number>/paper.docx", screens_prints.paper_for_word, name="paper-word"),
    path("<int:number>/minutes", screens_prints.make_minutes, name="make-minutes"),
    path("<int:number>/minutes.<str:kind>", screens_prints.minutes, name="minutes"),
]
