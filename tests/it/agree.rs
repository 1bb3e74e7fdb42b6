//! `gensvar agree` as a network or a research group uses it.

use std::path::{Path, PathBuf};

use serde_json::Value;
use tempfile::TempDir;

use crate::support::{Ending, fixture, gensvar};

fn agree(args: &[&str]) -> Ending {
    gensvar().arg("agree").args(args).output().unwrap().into()
}

/// The JSON of a comparison; few draws, as only the intervals depend on them.
fn json(args: &[&str]) -> Value {
    let ending = agree(&[args, &["--json", "--draws", "50"]].concat());
    assert_eq!(ending.code, 0, "{}", ending.stderr);
    serde_json::from_str(&ending.stdout).unwrap()
}

fn study(name: &str) -> String {
    fixture(&format!("agreement/study/{name}")).to_str().unwrap().to_owned()
}

/// A file in a folder of its own.
fn file(folder: &TempDir, name: &str, contents: impl AsRef<[u8]>) -> String {
    let path = folder.path().join(name);
    fs_err::write(&path, contents).unwrap();
    path.to_str().unwrap().to_owned()
}

/// Whether a figure is what another implementation found; `null` is a figure without a value.
fn same(found: &Value, expected: &Value, place: &str) {
    let value = if found.is_object() { &found["value"] } else { found };
    match (value.as_f64(), expected.as_f64()) {
        (Some(value), Some(expected)) => assert!((value - expected).abs() < 1e-9, "{place}: {value}, not {expected}"),
        (None, None) => assert!(found["reason"].is_string(), "{place} has neither value nor reason"),
        _ => panic!("{place}: {found}, not {expected}"),
    }
}

/// Compares what `found` (a comparison of two coders) says with what Python's packages found.
fn same_figures(found: &Value, expected: &Value, pair: &str) {
    let mut compared = 0;
    let mut nominal = |name: &str, found: &Value, expected: &Value| {
        for (figure, expected) in expected.as_object().unwrap() {
            // Among coders nobody is the reference.
            if pair == "humans" && ["precision", "recall", "f1"].contains(&figure.as_str()) {
                assert!(found[figure].is_null());
                continue;
            }
            same(&found[figure], expected, &format!("{pair} {name} {figure}"));
            compared += 1;
        }
    };
    for (code, expected) in expected["codes"].as_object().unwrap() {
        nominal(code, &found["codes"][code], expected);
    }
    for variable in ["main", "client_talk", "single_code"] {
        nominal(variable, &found[variable], &expected[variable]);
    }
    for (measure, expected) in expected["measures"].as_object().unwrap() {
        let found = &found["session_measures"][measure];
        for (figure, expected) in expected.as_object().unwrap() {
            let place = format!("{pair} {measure} {figure}");
            match figure.as_str() {
                "icc" => {
                    for form in found["icc_forms"].as_array().unwrap() {
                        same(form, &expected[form["form"].as_str().unwrap()], &place);
                    }
                    same(&found["icc_bootstrap"], &expected["ICC(A,1)"], &place);
                }
                "limits" => {
                    for end in 0..2 {
                        same(&found["bias"]["limits_of_agreement"][end], &expected[end], &place);
                    }
                }
                _ if found[figure].is_null() => assert!(measure.contains("percent") || measure == "R:Q", "{place}"),
                _ => same(&found[figure], expected, &place),
            }
            compared += 1;
        }
    }
    assert!(compared > 100, "{pair}: only {compared} figures were compared");
}

/// The rows of one coder of the invented study, and the header.
fn only(folder: &TempDir, coder: &str) -> [String; 2] {
    ["turns.csv", "sessions.csv"].map(|name| {
        let text = fs_err::read_to_string(study(name)).unwrap();
        let rows = text.lines().enumerate().filter(|(at, row)| *at == 0 || row.contains(&format!(",{coder},")));
        let rows: Vec<&str> = rows.map(|(_, row)| row).collect();
        file(folder, &format!("{coder}-{name}"), rows.join("\n"))
    })
}

#[test]
fn every_figure_is_what_other_implementations_find() {
    let expected: Value = serde_json::from_str(&fs_err::read_to_string(study("expected.json")).unwrap()).unwrap();
    let folder = TempDir::new().unwrap();
    let estimate = study("estimate.csv");
    for coder in ["A1", "A2"] {
        let [turns, sessions] = only(&folder, coder);
        let found = json(&["--reference", &turns, &sessions, "--estimate", &estimate]);
        same_figures(&found, &expected[format!("{coder}_gensvar")], coder);
        assert_eq!(found["codes"]["Persuade"]["not_estimated"], true);
    }
    let found = json(&["--reference", &study("turns.csv"), &study("sessions.csv")]);
    same_figures(&found, &expected["A1_A2"], "humans");
}

#[test]
fn the_estimate_in_the_coders_place_is_compared_on_what_both_humans_coded() {
    let expected: Value = serde_json::from_str(&fs_err::read_to_string(study("expected.json")).unwrap()).unwrap();
    let found = json(&["--reference", &study("turns.csv"), "--estimate", &study("estimate.csv")]);
    for (variable, expected) in expected["in_place"].as_object().unwrap() {
        let place = &found["in_place"]["by_turn"][variable];
        assert_eq!(place["n_sessions"], 12);
        for side in ["humans", "estimate"] {
            same(&place[side], &expected[side], &format!("{variable} {side}"));
        }
        let difference = expected["estimate"].as_f64().unwrap() - expected["humans"].as_f64().unwrap();
        assert!((place["difference"]["value"].as_f64().unwrap() - difference).abs() < 1e-9);
        assert!(place["sentence"].as_str().is_some_and(|sentence| !sentence.is_empty()));
    }
    // What the two humans make of each other is told as well.
    assert_eq!(found["between_reference"]["compared"]["kind"], "coders_among_themselves");
    assert_eq!(found["alignment"]["units_estimate_only"], 1);
}

#[test]
fn every_way_to_write_the_same_codes_gives_the_same_figures() {
    let folder = TempDir::new().unwrap();
    let plain = "session,turn,coder,codes,client_talk\n\
        a,1,X,Q,\na,2,X,,change\na,3,X,SR;Q,\na,4,X,,neutral\nb,1,X,GI,\nb,2,X,,sustain\nb,3,X,NC,\n\
        a,1,Y,Q,\na,2,Y,,change\na,3,Y,CR,\na,4,Y,,neutral\nb,1,Y,,\nb,2,Y,,neutral\nb,3,Y,,\n";
    let expected = json(&["--reference", &file(&folder, "plain.csv", plain)]);
    let shuffled = |separator: &str, names: [&str; 5]| {
        let row = |cells: &[&str]| {
            let codes = if cells[3].contains(separator) { format!("\"{}\"", cells[3]) } else { cells[3].to_owned() };
            [&codes, cells[2], "extra", cells[1], cells[4], cells[0]].join(separator)
        };
        let head = [names[3], names[2], "anything", names[1], names[4], names[0]].join(separator);
        let rows = plain.lines().skip(1).map(|line| row(&line.split(',').collect::<Vec<_>>()));
        format!("\u{feff}{head}\r\n{}\r\n", rows.collect::<Vec<_>>().join("\r\n"))
    };
    let nordic =
        shuffled(";", ["Samtal", "Tur", "Kodare", "Koder", "Klienttal"]).replace("SR;Q", "Enkel reflektion; Fråga");
    let norwegian = shuffled(";", ["Samtale", "Tur", "Kodet av", "Koder", "Klientsnakk"])
        .replace("change", "endringssnakk")
        .replace("sustain", "status quo-snakk")
        .replace("neutral", "nøytralt");
    let latin: Vec<u8> = nordic.chars().skip(1).map(|letter| letter as u8).collect();
    let wide: Vec<u8> = nordic.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let unquoted = shuffled(";", ["session", "turn", "coder", "codes", "client_talk"]).replace('"', "");
    let numbered = plain.replace("a,1,", "a,1.0,");
    let several_rows = plain.replace("a,3,X,SR;Q,\n", "a,3,X,SR;Q,\na,3,X,,\n");
    let others: Vec<(&str, Vec<u8>)> = vec![
        ("swedish.csv", nordic.into_bytes()),
        ("latin.csv", latin),
        ("utf16.csv", wide),
        ("norwegian.csv", norwegian.into_bytes()),
        ("unquoted.csv", unquoted.into_bytes()),
        ("tabs.csv", shuffled("\t", ["SESSION", "Turn", "coder", "codes", "client_talk"]).into_bytes()),
        ("numbered.csv", numbered.into_bytes()),
        ("several_rows.csv", several_rows.into_bytes()),
    ];
    for (name, contents) in others {
        let found = json(&["--reference", &file(&folder, name, contents)]);
        for part in ["codes", "client_talk", "single_code", "session_measures"] {
            assert_eq!(found[part], expected[part], "{name}: {part}");
        }
    }
    assert_eq!(expected["codes"]["Confront"]["kappa"]["reason"], "never used by either coder");
}

#[test]
fn units_are_found_by_time_when_the_turns_are_others() {
    let folder = TempDir::new().unwrap();
    let human =
        "session,turn,coder,codes,start,end\ns,1,A,Q,0,10\ns,2,A,SR,12,20\ns,3,A,GI,0:30,0:40\ns,4,A,Q,100,101\n";
    let program = "session,turn,speaker,codes,start,end\ns,1,counsellor,Q,0.4,9.8\ns,2,counsellor,,10.1,11.5\n\
        s,3,counsellor,SR,12.5,20.5\ns,4,counsellor,Q,31,39\n";
    let (human, program) = (file(&folder, "human.csv", human), file(&folder, "program.csv", program));
    let found = json(&["--reference", &human, "--estimate", &program]);
    assert_eq!(found["alignment"]["by"], "time");
    let count = |name: &str| found["alignment"][name].as_u64().unwrap();
    assert_eq!((count("units_both"), count("units_reference_only"), count("units_estimate_only")), (3, 1, 1));
    assert_eq!(found["codes"]["Q"]["confusion"], serde_json::json!([[1.0, 1.0], [0.0, 1.0]]));
    // By turn the numbers are taken at their word.
    let found = json(&["--reference", &human, "--estimate", &program, "--align", "turn"]);
    assert_eq!((&found["alignment"]["units_both"], &found["codes"]["SR"]["confusion"][1][1]), (&4.into(), &0.0.into()));
}

#[test]
fn protocols_are_read_as_rows_and_as_a_sheet_a_session() {
    let folder = TempDir::new().unwrap();
    let rows = "Samtal;Kodare;Information (GI);Fråga;Enkel reflektion;Komplex reflektion;Partnerskap;Empati\n\
        1;A;3;10;5;5;3,5;4\n2;A;1;8;2;6;2;3\n3;A;0;4;2;2;5;5\n";
    let reference = file(&folder, "rows.csv", rows);
    let mut book = rust_xlsxwriter::Workbook::new();
    for (session, scores) in [
        ("1", [3.0, 9.0, 5.0, 5.0, 4.0, 4.0]),
        ("2", [2.0, 8.0, 3.0, 6.0, 2.0, 2.0]),
        ("3", [0.0, 4.0, 2.0, 2.0, 4.0, 5.0]),
    ] {
        let sheet = book.add_worksheet();
        sheet.set_name(format!("protokoll {session}")).unwrap();
        let labels = ["Gi informasjon", "Spørsmål", "Enkel refleksjon", "Kompleks refleksjon", "Partnerskap", "Empati"];
        sheet.write_string(0, 0, "Samtale").unwrap().write_string(0, 1, session).unwrap();
        sheet.write_string(1, 0, "Kodet av").unwrap().write_string(1, 1, "B").unwrap();
        for (row, (label, score)) in (3..).zip(labels.into_iter().zip(scores)) {
            sheet.write_string(row, 0, label).unwrap().write_number(row, 1, score).unwrap();
        }
    }
    let estimate = folder.path().join("sheets.xlsx");
    book.save(&estimate).unwrap();
    let found = json(&["--reference", &reference, "--estimate", estimate.to_str().unwrap()]);
    let measures = &found["session_measures"];
    assert_eq!(found["coders"], serde_json::json!({ "reference": ["A"], "estimate": ["B"] }));
    assert_eq!(measures["Q"]["n"], 3);
    assert!((measures["Q"]["bias"]["value"].as_f64().unwrap() + 1.0 / 3.0).abs() < 1e-9);
    assert!((measures["Partnership"]["within_one"]["value"].as_f64().unwrap() - 1.0).abs() < 1e-9);
    // Half steps are steps of the scale.
    assert!(measures["Partnership"]["kappa_quadratic"]["value"].is_number());
    let good = found["thresholds"].as_array().unwrap();
    let decision = good.iter().find(|d| d["measure"] == "relational" && d["level"] == "fair").unwrap();
    // 3.75 and 4, 2.5 and 2, 5 and 4.5: the same decisions.
    assert_eq!(decision["percent"]["value"], 1.0);
}

#[test]
fn a_filled_template_is_read_in_every_language() {
    let expected = [("sv", "förändringstal"), ("nb", "endringssnakk"), ("en", "change talk")];
    for (language, talk) in expected {
        let folder = TempDir::new().unwrap();
        let place = folder.path().join("empty");
        let ending = agree(&["--template", place.to_str().unwrap(), "--language", language]);
        assert_eq!(ending.code, 0, "{}", ending.stderr);
        let head = fs_err::read_to_string(place.join("gensvar-codes.csv")).unwrap();
        let separator = if language == "en" { "," } else { ";" };
        let row =
            |turn: &str, coder: &str, codes: &str, talk: &str| ["s1", turn, "", coder, codes, talk, ""].join(separator);
        let rows = [
            row("1", "A", "Q", ""),
            row("1", "B", "Q", ""),
            row("2", "A", "", talk),
            row("2", "B", "", talk),
            row("3", "A", "SR", ""),
            row("3", "B", "CR", ""),
        ];
        let codes = file(&folder, "codes.csv", format!("{head}{}\r\n", rows.join("\r\n")));
        let sheet = fs_err::read_to_string(place.join("gensvar-sessions.csv")).unwrap();
        let filled = |coder: &str| {
            let counts = ["1"; 12].join(separator);
            ["s1", coder, &counts, "3", "4", "5", "2"].join(separator)
        };
        let sessions = file(&folder, "sessions.csv", format!("{sheet}{}\r\n{}\r\n", filled("A"), filled("B")));
        let found = json(&["--reference", &codes, &sessions]);
        assert_eq!(found["codes"]["Q"]["percent"]["value"], 1.0, "{language}");
        assert_eq!(found["client_talk"]["n"], 1);
        assert_eq!(found["session_measures"]["SST"]["coders"]["A"]["mean"], 4.0);
        // The workbook is a template of the same sheets; nobody has filled it in.
        let empty = agree(&["--reference", place.join("gensvar-template.xlsx").to_str().unwrap()]);
        assert_eq!(empty.code, 2);
        assert!(empty.stderr.contains("no row below"), "{}", empty.stderr);
    }
}

#[test]
fn wrong_files_are_named_with_line_and_remedy_and_never_quoted() {
    let folder = TempDir::new().unwrap();
    let head = "session,turn,coder,codes\n";
    let wrong: [(&str, Vec<u8>, &str); 12] = [
        ("code.csv", format!("{head}s,1,A,Q\ns,2,A,Anna sa nej\n").into_bytes(), "line 3"),
        ("twice.csv", format!("{head}s,1,A,Q\ns,1,A,SR\n").into_bytes(), "one row"),
        ("empty.csv", vec![], "empty"),
        ("blank.csv", b"\n\n  \n".to_vec(), "empty"),
        ("header.csv", head.into(), "no row"),
        ("columns.csv", b"name,text\nAnna,Hej\n".to_vec(), "template"),
        ("cells.csv", format!("{head}s,1,A,Q,extra,more\n").into_bytes(), "line 2"),
        ("turn.csv", format!("{head}s,,A,Q\n").into_bytes(), "`turn` is empty"),
        ("bytes.csv", vec![0, 159, 146, 150], "no table of text"),
        ("zip.xlsx", b"PK\x03\x04 broken".to_vec(), "workbook"),
        ("global.csv", b"session,coder,Empathy\ns,A,7\n".to_vec(), "between 1 and 5"),
        ("time.csv", b"session,start,end,codes\ns,9,2,Q\n".to_vec(), "start comes first"),
    ];
    for (name, contents, remedy) in wrong {
        let path = file(&folder, name, contents);
        let ending = agree(&["--reference", &path]);
        assert_eq!(ending.code, 2, "{name}: {}", ending.stderr);
        assert!(ending.stderr.contains(name) && ending.stderr.contains(remedy), "{name}: {}", ending.stderr);
        assert!(!ending.stderr.contains("Anna") && ending.stdout.is_empty(), "{name}: {}", ending.stderr);
    }
    let missing = agree(&["--reference", "/nowhere/ref.csv"]);
    assert_eq!(missing.code, 2);
    assert!(missing.stderr.contains("/nowhere/ref.csv"));
    assert_eq!(agree(&[]).code, 1);
    assert_eq!(agree(&["--estimate", "x.csv"]).code, 1);
}

#[test]
fn what_has_nothing_in_common_is_said() {
    let folder = TempDir::new().unwrap();
    let one = file(&folder, "one.csv", "session,turn,coder,codes\ns,1,A,Q\n");
    let other = file(&folder, "other.csv", "session,turn,coder,codes\nt,1,B,Q\n");
    let alone = agree(&["--reference", &one]);
    assert!(alone.code == 2 && alone.stderr.contains("only one coder"), "{}", alone.stderr);
    let apart = agree(&["--reference", &one, "--estimate", &other]);
    assert!(apart.code == 2 && apart.stderr.contains("same"), "{}", apart.stderr);
    let timed = agree(&["--reference", &one, "--estimate", &one, "--align", "time"]);
    assert!(timed.code == 2 && timed.stderr.contains("--align turn"), "{}", timed.stderr);
}

#[test]
fn page_and_workbook_stand_alone_in_every_language() {
    for (language, word) in [("sv", "Samstämmighet"), ("nb", "Samsvar"), ("en", "Agreement")] {
        let folder = TempDir::new().unwrap();
        let (page, book) = (folder.path().join("p.html"), folder.path().join("b.xlsx"));
        let named = fs_err::read_to_string(study("turns.csv")).unwrap().replace(",A2,", ",<b>A2</b>,");
        let ending = agree(&[
            "--reference",
            &file(&folder, "turns.csv", named),
            &study("sessions.csv"),
            "--estimate",
            &study("estimate.csv"),
            "--html",
            page.to_str().unwrap(),
            "--xlsx",
            book.to_str().unwrap(),
            "--language",
            language,
            "--draws",
            "20",
        ]);
        assert_eq!(ending.code, 0, "{}", ending.stderr);
        let html = fs_err::read_to_string(&page).unwrap();
        assert!(html.contains(&format!("lang=\"{language}\"")) && html.contains(word));
        assert!(html.contains("default-src 'none'") && html.contains("&lt;b&gt;A2") && !html.contains("<b>A2"));
        for loaded in ["<script", "src=", "<link", "url(", "@import", "NaN", ">inf<"] {
            assert!(!html.contains(loaded), "{language}: {loaded}");
        }
        assert!(sheets(&book) > 15, "{language}");
        assert!(ending.stdout.contains("pooled kappa"), "the terminal's table is always there");
    }
}

/// How many sheets of a workbook have rows.
fn sheets(path: &Path) -> usize {
    use calamine::Reader;
    let mut book = calamine::open_workbook_auto(path).unwrap();
    book.worksheets().iter().filter(|(_, range)| range.height() > 2).count()
}

#[test]
fn the_same_files_give_the_same_figures_on_any_number_of_threads() {
    let run = |threads: &str| {
        let args = [
            "agree",
            "--reference",
            &study("turns.csv"),
            "--estimate",
            &study("estimate.csv"),
            "--json",
            "--draws",
            "64",
        ];
        let mut command = gensvar();
        let output = command.args(args).env("RAYON_NUM_THREADS", threads).output().unwrap();
        Ending::from(output).stdout
    };
    let one = run("1");
    assert!(one.contains("\"schema\": 1"));
    assert_eq!(one, run("3"));
}

#[test]
fn the_output_of_code_is_an_estimate_as_it_is() {
    let folder = TempDir::new().unwrap();
    let path: PathBuf = study("estimate.csv").into();
    let text = fs_err::read_to_string(&path).unwrap();
    // The same codes as a human's are in full agreement with themselves.
    let copy = file(&folder, "again.csv", text);
    let found = json(&["--reference", path.to_str().unwrap(), "--estimate", &copy]);
    assert_eq!(found["coders"], serde_json::json!({ "reference": ["reference"], "estimate": ["gensvar"] }));
    for code in ["Q", "SR", "CR", "GI"] {
        assert_eq!(found["codes"][code]["kappa"]["value"], 1.0, "{code}");
    }
    assert_eq!(found["session_measures"]["Q"]["icc"]["value"], 1.0);
}
