"""The tables of the example: who the customers are, their journey, what could be improved.

Everything here is invented. Nothing in it comes from a real operator or a real customer.
"""

from __future__ import annotations

from typing import Any, NamedTuple

TITLE = "Mobile operator 2026 (synthetic example)"
DEFAULT_SEED = 2026
DEFAULT_RESPONDENTS = 4000

#: Fixed anchors, wide enough for every improvement below: nothing falls outside 0..1.
SETTINGS: dict[str, dict[str, Any]] = {
    "study": {"title": TITLE, "language": "en", "currency": "EUR"},
    "ranking": {"reference": "expectation", "importance": "equal", "top": 5},
    "criteria": {
        "gap": {"worst": 0, "best": 50, "weight": 0.3},
        "impact": {"worst": 0, "best": 1.5, "weight": 0.4},
        "effort": {"worst": 400, "best": 0, "weight": 0.3},
    },
}


class Persona(NamedTuple):
    """A group of customers with the same needs."""

    persona: str
    name: str
    share: float
    value: float
    segment: str
    needs: str
    motivators: str
    moments: str
    updated: str


class Touchpoint(NamedTuple):
    """A step of the journey."""

    touchpoint: str
    name: str
    stage: str
    phase: str
    position: int
    channel: str
    owner: str | None
    emotion: str | None


class Improvement(NamedTuple):
    """A candidate, with its ranges as (low, likely, high)."""

    improvement: str
    title: str
    hypothesis: str
    touchpoints: str
    personas: str | None
    pain_type: str
    effort: tuple[float | None, float, float | None]
    closes: tuple[float | None, float, float | None]
    owner: str
    budget: float | None
    requires: str | None = None
    excludes: str | None = None


# fmt: off
# One persona, touchpoint or improvement an entry: it reads as a table.
PERSONAS = (
    Persona(
        "on_the_move", "Frequent travellers", 0.14, 420, "Consumer",
        "A phone that works in every country without thinking about it",
        "Freedom; knowing the price before the first call",
        "Landing abroad; working from a hotel; the bill after the trip",
        "2026-01-19",
    ),
    Persona(
        "run_a_business", "Always-reachable firms", 0.15, 560, "Business",
        "To be reachable, and an invoice that goes straight into the accounts",
        "Reliability; time saved; one contact who decides",
        "A morning without a line; a new colleague; the end of the month",
        "2026-01-12",
    ),
    Persona(
        "human_help", "Ask-a-person customers", 0.20, 250, "Consumer",
        "Somebody who explains, patiently and in plain words",
        "Trust; a familiar shop; not being rushed",
        "A new phone; a message that they do not understand; a repair",
        "2025-11-24",
    ),
    Persona(
        "watch_the_bill", "Bill watchers", 0.29, 260, "Consumer",
        "To know each month what they pay and what for",
        "Fairness; a good price that also holds for loyal customers",
        "The first bill; the end of a discount; renewal",
        "2026-01-19",
    ),
    Persona(
        "always_on", "Always-on users", 0.22, 340, "Consumer",
        "Fast data everywhere, and everything settled in the app in a minute",
        "Speed; the newest phone; doing it all without help",
        "A change of phone; a live broadcast on the train; the last day of the data",
        "2025-12-08",
    ),
)

TOUCHPOINTS = (
    Touchpoint("offers", "Offers and advertising", "Discover", "before", 1,
               "advertising", "Marketing", "neutral"),
    Touchpoint("compare_plans", "Comparing the plans", "Choose", "before", 2,
               "web", "Marketing", "neutral"),
    Touchpoint("shop_advice", "Advice in the shop", "Choose", "before", 3,
               "shop", "Shops", "positive"),
    Touchpoint("order_online", "Ordering online", "Buy", "before", 4,
               "web", "Digital", "neutral"),
    Touchpoint("number_transfer", "Bringing the old number along", "Join", "during", 5,
               "telephone", "Service", "negative"),
    Touchpoint("activation", "Activating the SIM or eSIM", "Join", "during", 6,
               "app", "Digital", "neutral"),
    Touchpoint("coverage", "Signal and data", "Use", "during", 7,
               "network", "Network", "positive"),
    Touchpoint("roaming", "Roaming abroad", "Use", "during", 8,
               "network", "Products", "negative"),
    Touchpoint("app", "Looking after it in the app", "Use", "during", 9,
               "app", "Digital", "neutral"),
    Touchpoint("bill", "The monthly bill", "Pay", "during", 10,
               "letter", "Billing", "negative"),
    Touchpoint("call_centre", "Calling the help line", "Get help", "after", 11,
               "telephone", "Service", "negative"),
    Touchpoint("chat", "Chat with the assistant", "Get help", "after", 12,
               "chat", None, None),
    Touchpoint("repair", "Repair of the phone", "Get help", "after", 13,
               "shop", "Shops", "negative"),
    Touchpoint("renewal", "Renewing the contract", "Stay", "after", 14,
               "telephone", "Marketing", "neutral"),
)

IMPROVEMENTS = (
    Improvement(
        "price_promise", "The advertised price is the price",
        "If the first bill matches the advertisement, fewer customers feel misled",
        "offers", None, "payment",
        (40, 70, 130), (0.3, 0.5, 0.65), "Marketing", 15000,
    ),
    Improvement(
        "plan_finder", "Plan finder with three questions",
        "If three questions lead to a plan, customers choose without paper and pencil",
        "compare_plans", None, "interaction",
        (25, 40, 65), (0.2, 0.35, 0.5), "Digital", 18000,
    ),
    Improvement(
        "quiet_hours", "Quiet hours in the shop",
        "If an hour a day is kept for long questions, nobody leaves with a leaflet only",
        "shop_advice", "human_help", "interaction",
        (15, 25, 45), (0.3, 0.45, 0.6), "Shops", 9000,
    ),
    Improvement(
        "short_order", "Order on one page",
        "If the order fits on one page, fewer customers start again",
        "order_online", None, "interaction",
        (20, 35, 60), (0.25, 0.4, 0.55), "Digital", 14000,
    ),
    Improvement(
        "transfer_tracker", "Follow the number transfer step by step",
        "If each step is announced, the days without news no longer worry anybody",
        "number_transfer", None, "feature",
        (25, 40, 70), (0.3, 0.45, 0.6), "Service", 12000,
    ),
    Improvement(
        "esim_steps", "eSIM without a second screen",
        "If the phone itself fetches the eSIM, activation works at the first attempt",
        "activation", None, "compatibility",
        (60, 95, 160), (0.35, 0.5, 0.65), "Digital", 30000,
    ),
    Improvement(
        "wifi_calling", "Calls over Wi-Fi on every phone",
        "If calls go over Wi-Fi, the signal at home no longer ends at the window",
        "coverage", None, "compatibility",
        (80, 130, 240), (0.15, 0.25, 0.4), "Network", 60000,
        None, "new_masts",
    ),
    Improvement(
        "new_masts", "More masts along the railway",
        "If the gaps along the lines are closed, the connection holds on the way to work",
        "coverage", None, "compatibility",
        (240, 360, 520), (0.35, 0.5, 0.65), "Network", 900000,
        None, "wifi_calling",
    ),
    Improvement(
        "roaming_alert", "The roaming price before it costs anything",
        "If the price is shown on arrival, the bill after the trip is no surprise",
        "roaming", None, "payment",
        (25, 40, 75), (0.35, 0.5, 0.65), "Products", 10000,
    ),
    Improvement(
        "travel_pass", "One pass for all countries",
        "If one pass holds everywhere, travellers stop buying local cards",
        "roaming;app", "on_the_move", "feature",
        (120, 180, 300), (0.5, 0.65, 0.8), "Products", 85000,
        "roaming_alert",
    ),
    Improvement(
        "guided_app", "Guided mode of the app with large type",
        "If the app leads through one step at a time, it no longer frightens anybody",
        "app", "human_help;watch_the_bill", "interaction",
        (70, 110, 180), (0.35, 0.5, 0.65), "Digital", 40000,
    ),
    Improvement(
        "plain_bill", "A bill that says what changed",
        "If the bill says what changed and why, fewer customers have to ask",
        "bill", None, "payment",
        (60, 90, 150), (0.25, 0.4, 0.55), "Billing", 35000,
    ),
    Improvement(
        "firm_invoice", "One invoice for all lines, ready for the accounts",
        "If all lines come on one invoice as a file, small firms stop typing it in",
        "bill", "run_a_business", "compatibility",
        (90, 140, 220), (0.5, 0.7, 0.85), "Billing", 45000,
    ),
    Improvement(
        "call_back", "Call back instead of waiting",
        "If the help line calls back at an agreed time, nobody waits to music",
        "call_centre", None, "interaction",
        (45, 75, 140), (0.25, 0.4, 0.55), "Service", 28000,
    ),
    Improvement(
        "case_owner", "One person sees the case through",
        "If one person keeps a case to its end, nobody tells the story twice",
        "call_centre;repair;number_transfer", None, "interaction",
        (160, 240, 400), (0.35, 0.5, 0.65), "Service", 120000,
        "call_back",
    ),
    Improvement(
        "chat_person", "From the chat to a person in one tap",
        "If a person takes over when the assistant is lost, questions end in the chat",
        "chat", None, "interaction",
        (30, 45, 80), (0.3, 0.45, 0.6), "Service", 20000,
    ),
    Improvement(
        "loan_phone", "A phone on loan during repair",
        "If a phone is lent at once, a repair no longer cuts anybody off",
        "repair", None, "feature",
        (None, 45, None), (0.3, 0.5, 0.65), "Shops", None,
    ),
    Improvement(
        "loyal_price", "The new customers' price for loyal customers",
        "If loyal customers get the same price unasked, they need not threaten to leave",
        "renewal", None, "payment",
        (70, 110, 190), (0.45, 0.65, 0.8), "Marketing", 250000,
    ),
)
# fmt: on
