"""A Mastodon client logged in to Barcelona decides on what is hosted in Paris; somebody from elsewhere answers what everybody is
asked. Only the first is counted.

Usage: network.py PATH/TO/potluck
"""

import os
import subprocess
import tempfile

import requests
from mastodon import Mastodon

from chapter import POTLUCK, Node, check, checks, until

nodes = {name: Node(name, fake_clock=True) for name in ["Paris", "Barcelona", "Elsewhere"]}
paris, barcelona, elsewhere = nodes.values()


def api(node, name, path, **sent):
    headers = {"authorization": f"Bearer {node.run('token', name)}"}
    address = f"{node.base}/api/v1/potluck/network{path}"
    answer = requests.post(address, json=sent, headers=headers, timeout=30) if sent else requests.get(address, headers=headers, timeout=30)
    check(answer.status_code == 200, f"{name} {path} {sent}: {answer.text}")
    return answer.json()


def app(node, name):
    return Mastodon(access_token=node.run("token", name), api_base_url=node.base)


def pass_days(days):
    for node in nodes.values():
        node.pass_days(days)


def known(node, name):
    """The decision as a chapter knows it."""
    for state in ["open", "closed"]:
        for one in api(node, name, f"/decisions?state={state}"):
            return api(node, name, f"/decisions/{one['id']}")
    return {}


def main():
    barcelona.person("elena", "connector")
    elsewhere.person("frieda", "active")
    paris.run("network", "found", "OuiShare", f"@barcelona@{barcelona.domain}")
    until(lambda: api(barcelona, "stella", "").get("state") == "invited", "Barcelona is invited")
    barcelona.run("network", "agree")
    until(lambda: all(api(node, "stella", "")["state"] == "active" for node in [paris, barcelona]), "the network is there")

    proposed = api(paris, "stella", "/decisions", title="One calendar", driver="We miss dates.", text="One for all cities.")
    question = api(paris, "stella", f"/decisions/{proposed['id']}/advisory", options=["Yes, please", "Better not"])["advisory"]
    until(lambda: known(barcelona, "elena").get("state") == "clarify", "Barcelona can read it")
    pass_days(3)
    api(paris, "stella", f"/decisions/{proposed['id']}/acts", act="call_for_consent")

    elena = app(barcelona, "elena")

    def told():
        told = [n.status for n in elena.notifications() if n.type == "status"]
        return next((status for status in told if status.poll), None)

    post = until(told, "the client in Barcelona is told, and has a poll")
    check(post.account.acct == f"stella@{paris.domain}", f"it is hosted in Paris: {post.account.acct}")
    titles = [option.title for option in post.poll.options]
    check(titles == ["Consent", "Abstention", "Objection"], f"the poll has the three stances: {titles}")
    elena.poll_vote(post.poll, titles.index("Consent"))
    check(elena.status(post.id).poll.own_votes == [0], "the app shows what was chosen")
    voter = f"{barcelona.base}/users/elena"
    until(lambda: known(paris, "stella").get("stances", {}).get(voter) == "consent", "what was chosen in Barcelona counts in Paris")

    for node in [paris, barcelona]:
        api(node, "stella", f"/decisions/{known(node, 'stella')['id']}/acts", act="consent")

    # Whoever is in no chapter of the network finds the question, and answers it.
    frieda = app(elsewhere, "frieda")
    address = requests.get(f"{paris.base}/api/v1/statuses/{question['status_id']}", timeout=30).json()["uri"]
    asked = until(lambda: frieda.search(address, resolve=True).statuses, "the question is found elsewhere")[0]
    check([option.title for option in asked.poll.options] == ["Yes, please", "Better not"], str(asked.poll))
    frieda.poll_vote(asked.poll, 1)
    until(lambda: known(paris, "stella")["advisory"]["voters_count"] == 1, "the answer from elsewhere arrives")
    check([o["votes_count"] for o in known(paris, "stella")["advisory"]["options"]] == [0, 1], "and says what it says")
    article = until(lambda: frieda.search(proposed["uri"], resolve=True).statuses, "the proposal is found elsewhere")[0]
    check(article.poll is None, "who has no seat has no poll that binds")

    pass_days(7)
    pass_days(2)

    def counted():
        pass_days(1)
        over = known(barcelona, "elena")
        return over if over["standing"] == "ratified" else None

    over = until(counted, "it is ratified", seconds=60)
    elsewhere_uri = f"{elsewhere.base}/users/frieda"
    record = requests.get(f"{barcelona.base}/network/decisions/{over['id']}/record.json", timeout=30).text
    check(voter in record and elsewhere_uri not in record, "only the first is in the record")
    voters = sorted(over["stances"])
    check(voters == sorted([voter, f"{paris.base}/users/stella", f"{barcelona.base}/users/stella"]), f"and in the tally: {voters}")
    check(over["state"] == "adopted", f"which says that it is adopted: {over['state']}")
    with tempfile.TemporaryDirectory() as folder:
        file = os.path.join(folder, "record.json")
        with open(file, "w") as out:
            out.write(record)
        said = subprocess.run([POTLUCK, "verify", file], text=True, capture_output=True)
        check(said.returncode == 0 and "The decision holds." in said.stdout, said.stdout + said.stderr)


try:
    main()
finally:
    for node in nodes.values():
        node.end()
print(f"{checks[0]} checks passed")
