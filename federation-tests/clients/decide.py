"""Five Connectors decide with nothing but a Mastodon client: what they choose in a poll binds, a letter asks for a reason.

What a Mastodon client has no words for (writing a proposal, calling for consent) is done by a bot through the JSON API.

Usage: decide.py PATH/TO/potluck
"""

import html
import re

import requests
from mastodon import Mastodon

from chapter import Node, check, checks, until

NAMES = ["ada", "bob", "carl", "dora", "emil"]


class Chapter:
    def __init__(self):
        self.node = Node("Paris", fake_clock=True)
        self.tokens, self.apps = {}, {}
        for name in NAMES:
            self.node.person(name, "connector")
            self.tokens[name] = self.node.run("token", name)
            self.apps[name] = Mastodon(access_token=self.tokens[name], api_base_url=self.node.base)
        # Who keeps the node has no voice by that.
        self.node.run("account", "role", "stella", "active")

    def api(self, name, path, **sent):
        answer = requests.post(f"{self.node.base}/api/v1/potluck{path}", json=sent,
                               headers={"authorization": f"Bearer {self.tokens[name]}"}, timeout=30)
        check(answer.status_code == 200, f"{name} {path} {sent}: {answer.text}")
        return answer.json()

    def act(self, name, proposal, act, **more):
        return self.api(name, f"/proposals/{proposal}/acts", act=act, **more)

    def now(self, proposal):
        return requests.get(f"{self.node.base}/api/v1/potluck/proposals/{proposal}", timeout=30).json()

    def comes_to(self, proposal, state):
        until(lambda: self.now(proposal)["state"] == state, f"the proposal is {state}, not {self.now(proposal)['state']}")

    def opened(self, title, **more):
        proposal = self.api("ada", "/proposals", title=title, text="Each of us gets **one**.", driver="People stand outside.", **more)["id"]
        self.act("ada", proposal, "publish")
        self.node.pass_days(1)
        self.act("ada", proposal, "call_for_consent")
        return proposal

    def seen(self, name, proposal):
        """The post about a proposal, as somebody's app shows it at home: by its author, or passed on by the chapter."""
        post = self.now(proposal)["status_id"]

        def found():
            posts = [s.reblog or s for s in self.apps[name].timeline_home(limit=40)]
            return next((s for s in posts if str(s.id) == post), None)

        return until(found, f"{name} sees it at home")

    def votes(self, name, proposal, choice):
        post = self.seen(name, proposal)
        check(post.poll and not post.poll.expired, f"{name} can choose")
        titles = [option.title for option in post.poll.options]
        self.apps[name].poll_vote(post.poll, titles.index(choice))

    def told(self, name, proposal):
        post = self.now(proposal)["status_id"]
        return [n.type for n in self.apps[name].notifications(limit=80) if n.get("status") and str(n.status.id) == post]


def letter(app, after=None):
    """The latest letter of the chapter's."""
    found = [n.status for n in app.notifications(types=["mention"]) if n.status.visibility == "direct"]
    return next((s for s in found if after is None or s.id > after.id), None)


def words(status):
    return html.unescape(re.sub(r"<[^>]+>", " ", status.content))


def rounds(chapter):
    """An objection by letter, an amendment, consent in the second round, and the review."""
    proposal = chapter.opened("A key for everybody")
    post = chapter.seen("bob", proposal)
    check([o.title for o in post.poll.options] == ["Consent", "Abstention", "Objection"], f"the poll has the three stances: {post.poll}")
    check("status" in chapter.told("bob", proposal), "those on the roll are told")
    visitor = requests.get(f"{chapter.node.base}/api/v1/statuses/{post.id}", timeout=30).json()
    check(visitor["poll"] is None, "nobody else has a poll")
    chapter.votes("carl", proposal, "Consent")
    check(chapter.now(proposal)["stances"]["consent"] == 1, "what is chosen binds")
    chapter.votes("bob", proposal, "Objection")
    check(chapter.now(proposal)["stances"] == {"consent": 1, "abstain": 0, "concern": 1, "object": 0}, "without a reason it is an abstention, with a concern")
    bob = chapter.apps["bob"]
    asked = until(lambda: letter(bob), "the chapter asks for the reason")
    bob.status_reply(asked, "no")
    again = until(lambda: letter(bob, asked), "a reason that is too short is asked for again")
    bob.status_reply(again, "we could not pay the rent in autumn if every key costs ten euros")
    until(lambda: chapter.now(proposal)["stances"]["object"] == 1, "the objection counts")
    chapter.node.pass_days(7)
    chapter.comes_to(proposal, "integration")
    chapter.act("ada", proposal, "amend", title="A key for everybody", driver="People stand outside.", text="Each of us pays for theirs.",
                addressed=[{"objection": 0, "how": "resolves", "note": "nothing is paid from the rent"}])
    for name in ["bob", "carl", "dora"]:
        chapter.votes(name, proposal, "Consent")
    chapter.node.pass_days(6)
    until(lambda: chapter.told("emil", proposal).count("status") == 2, "who has not answered is reminded a day before the end")
    chapter.node.pass_days(1)
    chapter.comes_to(proposal, "adopted")
    check(chapter.now(proposal)["value"]["round"] == 2, "in the second round")
    outcome = until(lambda: next(iter(bob.status_context(post.id).descendants), None), "the outcome stands below the proposal")
    check("Adopted" in words(outcome) and "Consent: 3" in words(outcome) and outcome.account.acct == "paris", words(outcome))
    said = chapter.node.run("verify", f"{chapter.node.base}/proposals/{proposal}")
    check("holds" in said.lower(), said)
    before = chapter.told("bob", proposal).count("status")
    chapter.node.pass_days(185)
    until(lambda: chapter.told("bob", proposal).count("status") > before, "the review comes up by itself")


def three(chapter):
    """Three Connectors do it, and it is called in."""
    proposal = chapter.api("ada", "/proposals", title="A bench by the door", text="From the attic.", process="three_connectors")["id"]
    chapter.act("ada", proposal, "publish")
    chapter.act("bob", proposal, "endorse")
    chapter.act("carl", proposal, "endorse")
    until(lambda: "status" in chapter.told("dora", proposal), "the Connectors are told")
    chapter.act("dora", proposal, "call_in", reason="the door has to stay free for wheelchairs")
    chapter.comes_to(proposal, "clarify")


def vote(chapter):
    """Consent fails; a vote with another text and a delegation decides."""
    proposal = chapter.opened("A stove for the kitchen")
    chapter.votes("bob", proposal, "Objection")
    asked = until(lambda: letter(chapter.apps["bob"]), "the chapter asks for the reason")
    chapter.apps["bob"].status_reply(asked, "gas in an old house is a danger for everybody")
    until(lambda: chapter.now(proposal)["stances"]["object"] == 1, "the objection counts")
    chapter.node.pass_days(7)
    chapter.comes_to(proposal, "integration")
    chapter.act("bob", proposal, "compete", title="An electric stove", text="With induction.")
    chapter.node.pass_days(15)
    chapter.act("ada", proposal, "escalate")
    chapter.comes_to(proposal, "voting")
    dora = chapter.apps["dora"].me()
    chapter.api("emil", "/delegations", trustee_id=str(dora.id))
    post = chapter.seen("carl", proposal)
    check([o.title for o in post.poll.options] == ["A stove for the kitchen", "An electric stove", "Leave things as they are"], str(post.poll.options))
    for name in ["ada", "bob", "carl", "dora"]:
        chapter.votes(name, proposal, "An electric stove")
    check(chapter.apps["carl"].status(post.id).poll.own_votes == [1], "the app shows what was chosen")
    chapter.node.pass_days(7)
    chapter.comes_to(proposal, "adopted")
    tally = chapter.now(proposal)["tally"]
    check(tally["winner"] == "alternative-1" and tally["turnout"] == 5, f"the voice that was handed on counts: {tally}")


chapter = Chapter()
try:
    rounds(chapter)
    three(chapter)
    vote(chapter)
finally:
    chapter.node.end()
print(f"{checks[0]} checks passed")
