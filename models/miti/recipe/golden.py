"""What the finished model says of twelve invented turns: the program must say the same.

`python golden.py --model .. --out ../../../tests/fixtures/coding/golden.json`
"""

import argparse
import json
from pathlib import Path

from tokenizers import Tokenizer

from export import logits, open_model
from network import Reader

COUNSELLOR, CLIENT = "counsellor", "client"
TURNS = [
    (COUNSELLOR, "Vad skulle du vilja förändra?", [], [(CLIENT, "Jag vet inte riktigt.")]),
    (COUNSELLOR, "Du är trött på att börja om varje måndag.", [(CLIENT, "Jag orkar inte en gång till.")], [(CLIENT, "Ja.")]),
    (COUNSELLOR, "Mm.", [(CLIENT, "Det är väl så."), (COUNSELLOR, "Så är det för många.")], []),
    (COUNSELLOR, "Du borde sluta dricka på vardagarna, [NAMN 1].", [(CLIENT, "Vad tycker du själv?")], [(CLIENT, "Kanske det.")]),
    (COUNSELLOR, "Kuratorn finns här på onsdagar. Passar det dig?", [], []),
    (CLIENT, "Jag vill verkligen sluta, för barnens skull.", [(COUNSELLOR, "Hur tänker du om det?")], [(COUNSELLOR, "Barnen.")]),
    (CLIENT, "nä jag ser inget problem med det", [(COUNSELLOR, "Är det för mycket?"), (CLIENT, "Va?")], []),
    (COUNSELLOR, "How important is it to you, on a scale from zero to ten?", [], [(CLIENT, "Six, I guess.")]),
    (COUNSELLOR, "It sounds as if you're torn between the two.", [(CLIENT, "I like it, but it costs me a lot.")], []),
    (CLIENT, "I'm going to call them tomorrow.", [(COUNSELLOR, "What's the first step?")], [(COUNSELLOR, "Good. " * 20)]),
    (COUNSELLOR, "Hva er det du er mest redd for?", [(CLIENT, "Jeg vet ikke helt.")], [(CLIENT, "At jeg ikke klarer det.")]),
    (COUNSELLOR, "Då sammanfattar jag. " + "Du har prövat många vägar och ingen har hållit. " * 12 + "Stämmer det?", [], []),
]


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--model", type=Path, required=True)
    arguments.add_argument("--out", type=Path, required=True)
    a = arguments.parse_args()
    reader, session = Reader(Tokenizer.from_file(str(a.model / "tokenizer.json"))), open_model(a.model / "model.onnx")
    rows = []
    for role, text, before, after in TURNS:
        ids, types = reader.read(role, text, before, after)
        said = [round(float(x), 5) for x in logits(session, (ids, types))]
        rows.append({"role": role, "text": text, "before": before, "after": after, "ids": ids, "logits": said})
    a.out.parent.mkdir(parents=True, exist_ok=True)
    a.out.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
