"""English sentences."""

from __future__ import annotations

from cx_workbench.study.example.verbatims.model import ByMood, Language

ENGLISH = Language(
    code="en",
    said={
        "offers": ByMood(
            negative=(
                "The price in the advertisement was not the price I pay.",
                "Small print everywhere, the real cost only shows at the end.",
                "Every week a new offer, and none of them is for customers who stay.",
                "The poster said unlimited, and after {days} days the speed dropped.",
            ),
            mixed=(
                "The offers are fine, but I cannot tell them apart.",
                "Nice campaign, though the conditions take a while to find.",
            ),
            positive=(
                "The offer was clear and it was what I got.",
                "Finally an advertisement that says the price.",
                "The offer came just when the old contract was ending.",
            ),
        ),
        "compare_plans": ByMood(
            negative=(
                "The plans cannot be put side by side, I had to copy them onto paper.",
                "It took {minutes} minutes to find out which plan includes what.",
                "The names of the plans say nothing about what is inside.",
                "The website recommended the dearest plan, although we hardly use any data.",
            ),
            mixed=(
                "The comparison helps, but the table is too long for a phone screen.",
                "I found the right plan in the end, with some effort.",
            ),
            positive=(
                "Comparing on the website saved me a trip to the shop.",
                "Three questions and the right plan was there.",
                "All prices on one page, easy to choose.",
            ),
        ),
        "shop_advice": ByMood(
            negative=(
                "I waited {minutes} minutes in the shop and then got a leaflet.",
                "The advice turned out to be a sales talk.",
                "The shop closes before I finish work.",
                "Two shops, two different answers to the same question.",
            ),
            mixed=(
                "Friendly staff, but only one counter was open.",
                "Good advice, only the queue was long.",
            ),
            positive=(
                "In the shop they took their time and set everything up.",
                "They explained it in words that I understand.",
                "Patient advice, and nobody pushed the dearest phone.",
            ),
        ),
        "order_online": ByMood(
            negative=(
                "The order form sent me back to the start {times}.",
                "The card payment failed {times} and nobody could say why.",
                "The parcel took {days} days, although next-day delivery was promised.",
                "Seven pages of forms for one SIM card.",
            ),
            mixed=(
                "Ordering went well, the delivery was a day late.",
                "A quick order, but the confirmation took an hour.",
            ),
            positive=(
                "Ordered in the evening, delivered the next day.",
                "Ordering took five minutes, straight from the sofa.",
                "No papers, no queue, done in a moment.",
            ),
        ),
        "number_transfer": ByMood(
            negative=(
                "The number transfer took {days} days and nobody told me what was going on.",
                "For two days I carried two phones and could not be reached on either.",
                "They asked for the same form {times}.",
                "The old operator and the new one kept sending me to each other.",
            ),
            mixed=(
                "The number came over, only a day later than promised.",
                "The transfer worked, but I had to ask for the date myself.",
            ),
            positive=(
                "The number moved overnight and I noticed nothing.",
                "A text message announced each step of the transfer.",
                "I dreaded the transfer, and it was the easiest part.",
            ),
        ),
        "activation": ByMood(
            negative=(
                "The code for the eSIM had expired before I opened the e-mail.",
                "Activation failed {times}, in the end I had to go to the shop.",
                "The eSIM needs a second screen, and I do not have one.",
                "I spent {minutes} minutes with instructions for a different phone.",
            ),
            mixed=(
                "Activation worked at the second attempt.",
                "The card was active by the evening, the instructions could be shorter.",
            ),
            positive=(
                "Card in, phone on, done.",
                "The eSIM was running before the kettle boiled.",
                "The letter with pictures made activation easy.",
            ),
        ),
        "coverage": ByMood(
            negative=(
                "At home I only have a signal by the window.",
                "On the train the connection drops at the same place every day.",
                "In the basement and in the lift there is nothing at all.",
                "In the evening the data is so slow that a video stops {times}.",
                "I have to step outside to make a call.",
            ),
            mixed=(
                "In town it is fast, in the country less so.",
                "Calls are fine, data at weekends is slow.",
                "Usually all right, only the car park is a dead spot.",
            ),
            positive=(
                "A signal even in the mountains.",
                "Never a dropped call, not even in the tunnel.",
                "Fast data wherever I go.",
                "Working from the train is no problem at all.",
            ),
        ),
        "roaming": ByMood(
            negative=(
                "After {days} days {abroad} there was a bill of {amount} for data.",
                "The phone found no network {abroad}, I had to restart it {times}.",
                "The message about roaming prices came only after the data was used up.",
                "Nobody can tell me in advance what a call {abroad} costs.",
            ),
            mixed=(
                "Roaming worked, but slower than at home.",
                "The data worked {abroad}, calls only now and then.",
            ),
            positive=(
                "The phone worked {abroad} at once, just like at home.",
                "The roaming pack was bought in two taps.",
                "No surprise on the bill after a holiday {abroad}.",
            ),
        ),
        "app": ByMood(
            negative=(
                "The app logs me out each time and wants a code by text message.",
                "Since the update I cannot find how much data is left.",
                "It took {minutes} minutes to cancel a service that I never ordered.",
                "The app shows yesterday's figures, the data ran out without a warning.",
            ),
            mixed=(
                "The app does what it should, it only starts slowly.",
                "A good overview of the data, the rest is hard to find.",
            ),
            positive=(
                "Everything in the app is two taps away.",
                "Changed the plan in the app at night, it was active by morning.",
                "The app warns me in good time before the data runs out.",
            ),
        ),
        "bill": ByMood(
            negative=(
                "The bill was {amount} higher than last month, and it does not say why.",
                "Four pages of bill and I still do not know what I am paying for.",
                "A service that I never ordered was on the bill, {amount}.",
                "The bill arrives two days before it is due.",
                "Every line of the bill has an abbreviation that nobody explains.",
            ),
            mixed=(
                "The amount is right, but the breakdown is hard to read.",
                "The bill is clear once you know where to look.",
                "Nothing wrong with the bill, it just comes late.",
            ),
            positive=(
                "One page, one amount, all clear.",
                "The bill is the same every month, and that is how I like it.",
                "A mistake on the bill was put right by the next day.",
            ),
        ),
        "call_centre": ByMood(
            negative=(
                "Waited {minutes} minutes to music and then the line went dead.",
                "I had to explain the same thing {times}, each time to someone else.",
                "The machine does not understand what I want and there is no way round it.",
                "They promised to call back and nobody did.",
                "I was put through {times} and ended up where I had started.",
            ),
            mixed=(
                "They solved it, but the wait was long.",
                "Polite on the phone, only they could not decide anything.",
            ),
            positive=(
                "Answered at once and solved in one call.",
                "The person on the line knew exactly what to do.",
                "They called back on the minute, as promised.",
            ),
        ),
        "repair": ByMood(
            negative=(
                "The repair took {days} days and I was without a phone.",
                "The phone came back with the same fault.",
                "They sent it away {times} and it still does not charge.",
                "Nobody could say when the phone would be ready.",
            ),
            mixed=(
                "Well repaired, but a week later than promised.",
                "The repair was free, the wait was not short.",
            ),
            positive=(
                "Repaired while I waited.",
                "They lent me a phone and moved my contacts onto it.",
                "The screen was replaced within a day.",
            ),
        ),
        "renewal": ByMood(
            negative=(
                "New customers pay {amount} a year less than we do after all this time.",
                "The good price appeared only when I said I was leaving.",
                "The contract renewed itself and the discount was gone.",
                "They called {times} about the renewal, each time with another price.",
            ),
            mixed=(
                "The new contract is all right, I had hoped for more after so long.",
                "Renewed in a few minutes, though the offer was average.",
            ),
            positive=(
                "They offered me a cheaper plan of their own accord.",
                "Renewal was one click and the price stayed.",
                "A fair offer for a long-standing customer, without haggling.",
            ),
        ),
        "": ByMood(
            negative=(
                "I cannot recommend it while loyal customers pay the most.",
                "When all works it is fine, when it does not, nobody is there.",
                "Too many small annoyances for this price.",
                "If leaving were easier, we would have left already.",
                "I have to chase everything myself.",
                "Every year a little dearer and no better.",
                "Good for those who never need any help.",
            ),
            mixed=(
                "Neither better nor worse than elsewhere.",
                "The network is good, the rest could be simpler.",
                "Satisfied, but not enthusiastic.",
                "Fine for the price, no more than that.",
                "Some things are excellent, others drive me mad.",
            ),
            positive=(
                "It works and I need not think about it.",
                "We have been here for years and see no reason to change.",
                "Half of the family is here on my recommendation.",
                "Fair price, good signal, kind people.",
                "When something went wrong, it was put right the same day.",
                "Not one complaint in all these years.",
                "Everything is simple and friendly.",
            ),
        ),
    },
    said_by={
        ("roaming", "on_the_move"): (
            "Each country has its own price list, and last week I was in three of them.",
            "The day pass ended at midnight in the middle of a call {abroad}.",
            "For trips outside the EU I now buy a local card, that says it all.",
            "I land {abroad} and the first thing I do is switch the data off.",
        ),
        ("bill", "run_a_business"): (
            "Twelve lines, twelve invoices, and each on a different day.",
            "The invoice cannot be loaded into our accounts, we type it in by hand.",
            "There is no cost centre on the invoice, every month we sort it line by line.",
            "Our accountant spends {minutes} minutes a month on your invoices alone.",
        ),
        ("bill", "watch_the_bill"): (
            "I check the bill with a calculator every month, it should not be like that.",
            "The discount ended and we learned it only from the bill, {amount} more.",
        ),
        ("call_centre", "run_a_business"): (
            "We had no line for a whole morning and waited in the same queue as everybody else.",
            "Our customers could not reach us and your help line could not decide anything.",
        ),
        ("app", "human_help"): (
            "The letters in the app are so small that I give up.",
            "In the shop they sent me to the app, and it is the app I need help with.",
            "I am afraid to tap anything in the app in case it costs money.",
        ),
        ("coverage", "always_on"): (
            "I pay for the fastest plan and upload at walking pace.",
            "Video calls freeze at the worst possible moment.",
        ),
        ("activation", "always_on"): (
            "A new phone, and I could not move the eSIM without a visit to the shop.",
        ),
        ("renewal", "watch_the_bill"): (
            "Every two years I have to threaten to leave to get a decent price.",
            "As loyal customers we pay for the gifts of the new ones.",
        ),
    },
    openings=ByMood(
        negative=("Disappointing.", "Not good.", "A nuisance.", "A problem again.", "Poor."),
        mixed=("So-so.", "Average.", "Could be better.", "Acceptable on the whole."),
        positive=("Great.", "Very satisfied.", "All good.", "Well done.", "Super."),
    ),
    endings=ByMood(
        negative=(
            "Please do something about it.",
            "It has been like this for months.",
            "For this price I expect more.",
            "I am thinking of leaving.",
            "Nobody even apologised.",
            "It spoilt the whole impression.",
            "It costs me time that I do not have.",
            "This is easier elsewhere.",
        ),
        mixed=(
            "Otherwise fine.",
            "There is room for improvement.",
            "No big complaint.",
            "I can live with it.",
        ),
        positive=(
            "Thank you.",
            "Keep it up.",
            "A pleasant surprise.",
            "Just as it should be.",
            "Nothing to add.",
            "That is why I stay.",
        ),
    ),
    slots={
        "minutes": ("20", "25", "30", "35", "40", "45", "50"),
        "days": ("5", "6", "7", "8", "9", "10", "12"),
        "times": ("twice", "three times", "four times"),
        "amount": ("18 euros", "24 euros", "35 euros", "48 euros", "62 euros", "79 euros"),
        "abroad": (
            "in Turkey",
            "in Switzerland",
            "in Egypt",
            "in Serbia",
            "in Albania",
            "in Georgia",
        ),
    },
)
