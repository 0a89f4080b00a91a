"""What templates say often: icons, times, numbers, charts. `{% load ui %}`."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from mem0site.dashboard import charts, devices
from mem0site.dashboard.charts import Chart

register = template.Library()

STEPS = ((60, "min"), (3600, "h"), (86_400, "d"))


@register.simple_tag
def icon(name: str, style: str = "") -> SafeString:
    """An icon of the sprite; decoration, so screen readers pass over it."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true"><use href="{}#{}"></use></svg>',
        style,
        static("dashboard/icons.svg"),
        name,
    )


@register.filter
def ago(moment: dt.datetime | None) -> SafeString | str:
    """How long ago (or how far ahead), with the exact time to hover over."""
    if moment is None:
        return "–"
    seconds = (timezone.now() - moment).total_seconds()
    return format_html(
        '<time class="nowrap" datetime="{}" title="{}">{}</time>',
        moment.isoformat(),
        exact(moment),
        _distance(seconds, moment),
    )


@register.filter
def due(moment: dt.datetime) -> SafeString | str:
    """When something is to happen: `in 5 min`, or that its time has come."""
    return (
        "is due now" if moment <= timezone.now() else format_html("is {}", ago(moment))
    )


def _distance(seconds: float, moment: dt.datetime) -> str:
    if abs(seconds) < 45:
        return "just now" if seconds >= 0 else "in moments"
    if abs(seconds) >= 7 * 86_400:
        return f"{moment:%b} {moment.day}, {moment.year}"
    size, unit = [step for step in STEPS if abs(seconds) >= step[0] * 0.75][-1]
    count = max(round(abs(seconds) / size), 1)
    return f"{count} {unit} ago" if seconds >= 0 else f"in {count} {unit}"


@register.filter
def exact(moment: dt.datetime | None) -> str:
    """`2026-05-01 12:30:05 UTC`."""
    return f"{moment.astimezone(dt.UTC):%Y-%m-%d %H:%M:%S} UTC" if moment else "–"


@register.filter
def words(name: object) -> str:
    """`DELETE_USER` → `delete user`; `works_at` → `works at`."""
    return str(name).replace("_", " ").lower()


@register.filter
def device(user_agent: str) -> str:
    """`Firefox on Linux`."""
    return devices.spoken(user_agent)


@register.filter
def is_over(day: dt.date | None) -> bool:
    """Whether a last day has passed."""
    return day is not None and day < timezone.now().date()


@register.filter
def compact(number: float | None) -> str:
    """1234567 → 1.2M."""
    return "–" if number is None else charts.spoken(number)


@register.filter
def kind(field: BoundField) -> str:
    """How a field is laid out: `check`, `checks` or `line`."""
    widget = field.field.widget
    if isinstance(widget, CheckboxSelectMultiple | RadioSelect):
        return "checks"
    return "check" if isinstance(widget, CheckboxInput) else "line"


@register.inclusion_tag("includes/bars.html")
def bars(chart: Chart, style: str = "") -> dict[str, Any]:
    """Stacked bars."""
    top = charts.stacked_top(chart)
    return {**_frame(chart, top, style), "places": charts.bars(chart)}


@register.inclusion_tag("includes/lines.html")
def lines(chart: Chart, style: str = "") -> dict[str, Any]:
    """Lines on one scale."""
    top, drawn = charts.lines(chart)
    return {**_frame(chart, top, style), "lines": drawn, "places": charts.bars(chart)}


def _frame(chart: Chart, top: float, style: str) -> dict[str, Any]:
    scale = [f"{charts.spoken(part)}{chart.unit}" for part in (top, top / 2, 0)]
    return {"chart": chart, "scale": scale, "style": style}


@register.simple_tag
def diff(before: str | None, after: str | None) -> SafeString:
    """Two texts word by word: what went and what came."""
    old, new = _words(before), _words(after)
    parts = []
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if tag == "equal":
            parts.append(format_html("{}", "".join(old[i1:i2])))
            continue
        if i2 > i1:
            parts.append(format_html("<del>{}</del>", "".join(old[i1:i2])))
        if j2 > j1:
            parts.append(format_html("<ins>{}</ins>", "".join(new[j1:j2])))
    return format_html(
        '<span class="diff">{}</span>',
        format_html_join("", "{}", ((part,) for part in parts)),
    )


def _words(text: str | None) -> list[str]:
    return re.findall(r"\s+|[^\s]+", text or "")[:2000]
