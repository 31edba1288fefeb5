"""The groups of operations in the OpenAPI document, in its order."""

from collections.abc import Mapping

TAGS: Mapping[str, str] = {
    "openapi": "The index and this document.",
    "search": "What a text finds.",
    "suggest": "What an unfinished text may become.",
    "jurisdictions": "States and territories with their requirement sheets.",
    "authorities": "Authorities that ask for and grant assistance.",
    "focal-points": "24/7 desks and contact points, and their rotas.",
    "networks": "Networks and their members.",
    "phrases": "The phrasebook.",
    "treaties": "Treaties, their rules and what States did under them.",
    "measures": "Measures that can be requested.",
    "requirements": "Requirement sheets.",
    "legislation": "The library of law.",
    "atlas": "What a request from one State to another rests on and needs.",
    "changes": "What changed, for those who keep a copy.",
    "proposals": "Proposed changes of entries, and their review.",
    "endings": "Proposals that an entry ends.",
    "verifications": "Saying that an entry is right, or that a contact is dead.",
    "alarms": "Ways by which a person on duty is woken, and alarms that go on.",
    "consultations": "Questions to a desk before a request is sent.",
    "exercises": "Exercises of networks.",
    "webhooks": "Messages to programs of what happens.",
    "rounds": "Questions to several States at once.",
    "requests": "Which requests were sent and received, without their content.",
}
