"""A citation in plain Vietnamese words, for paper and calendars, with its mark where nobody has read it there."""

from __future__ import annotations

from canbo.core.law import CERTAIN, Citation
from canbo.shell.templatetags.canbo import ARTICLE, CONFIDENCES


def source_of(cites: Citation | None) -> str:
    """Number, article and mark; nothing for no citation."""
    if cites is None:
        return ""
    article = ARTICLE.vi.format(article=cites.article) if cites.article[:1].isdigit() else cites.article
    mark = "" if cites.confidence in CERTAIN else f" ({CONFIDENCES.get(cites.confidence, CONFIDENCES['I']).vi})"
    return f"{', '.join(filter(None, (cites.instrument.number, article)))}{mark}"
