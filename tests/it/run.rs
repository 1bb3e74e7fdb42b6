//! `gensvar run` as users start it, on real recordings, with the demonstration models.

use std::path::Path;
use std::process::{Command as Process, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

use crate::support::{files, fixture, gensvar, reports, run_demo, run_demo_into};

fn short() -> std::path::PathBuf {
    fixture("demo/kort.wav")
}

#[test]
fn a_recording_becomes_a_report_and_a_second_run_leaves_it_alone() {
    let (out, first) = run_demo(&[&short()], &["--json"]);
    assert_eq!(first.code, 0, "{}", first.stderr);
    let result: Value = serde_json::from_str(&first.stdout).unwrap();
    assert_eq!(result["schema"], 1);
    assert_eq!(result["recordings"][0]["state"], "reported");
    let written = reports(out.path());
    let names: Vec<&str> = written.keys().filter_map(|name| name.rsplit('/').next()).collect();
    assert_eq!(names, ["codes.csv", "report.html", "session.json", "summary.csv"]);
    let second = run_demo_into(out.path(), &[&short()], &["--json"]);
    let result: Value = serde_json::from_str(&second.stdout).unwrap();
    assert_eq!(result["recordings"][0]["state"], "already-there");
    assert_eq!(reports(out.path()), written);
}

#[test]
fn other_wishes_make_the_report_again() {
    let out = TempDir::new().unwrap();
    assert_eq!(run_demo_into(out.path(), &[&short()], &[]).code, 0);
    let again = run_demo_into(out.path(), &[&short()], &["--json", "--feedback", "strengths"]);
    let result: Value = serde_json::from_str(&again.stdout).unwrap();
    assert_eq!(result["recordings"][0]["state"], "reported", "{}", again.stderr);
    assert_eq!(reports(out.path()).len(), 4, "the earlier report is replaced");
}

#[test]
fn one_job_and_many_write_the_same_bytes() {
    let inputs = [short(), fixture("audio/stereo-two-voices.wav"), fixture("audio/mp3.mp3")];
    let inputs: Vec<&Path> = inputs.iter().map(std::path::PathBuf::as_path).collect();
    let day = ["--date", "2026-03-04"];
    let (one, first) = run_demo(&inputs, &[&day[..], &["--jobs", "1"]].concat());
    let (many, second) = run_demo(&inputs, &[&day[..], &["--jobs", "4"]].concat());
    assert_eq!((first.code, second.code), (0, 0), "{}\n{}", first.stderr, second.stderr);
    assert!(reports(one.path()) == reports(many.path()), "the outputs differ");
}

#[test]
fn a_bad_recording_is_named_and_the_others_go_on() {
    let (out, ending) = run_demo(&[&fixture("audio/empty.wav"), &short(), &fixture("audio/notaudio.mp3")], &[]);
    assert_eq!(ending.code, 2);
    assert!(ending.stderr.contains("empty.wav") && ending.stderr.contains("notaudio.mp3"), "{}", ending.stderr);
    assert!(files(out.path()).keys().any(|name| name.ends_with("report.html")));
}

#[test]
fn a_missing_model_ends_the_run_with_its_remedy() {
    let out = TempDir::new().unwrap();
    let ending = gensvar().args(["run", "--pipeline", "sv", "--out"]).arg(out.path()).arg(short()).output().unwrap();
    assert_eq!(ending.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&ending.stderr).contains("gensvar models pull kb-whisper-small"));
}

#[test]
fn wrong_use_is_said_and_does_nothing() {
    let out = TempDir::new().unwrap();
    for wrong in [vec!["--pipeline", "fi"], vec!["--date", "yesterday"], vec!["--no-such-flag"]] {
        let mut command = gensvar();
        let ending = command.arg("run").arg(short()).arg("--out").arg(out.path()).args(&wrong).output().unwrap();
        assert_eq!(ending.status.code(), Some(1), "{wrong:?}");
    }
    assert!(files(out.path()).is_empty());
}

#[test]
fn silence_and_noise_give_no_text() {
    let folder = TempDir::new().unwrap();
    let mut paths = Vec::new();
    for (name, level) in [("silence.wav", 0.0), ("street.wav", 2_000.0)] {
        let path = folder.path().join(name);
        write_noise(&path, 60, level);
        paths.push(path);
    }
    let (out, ending) = run_demo(&[&paths[0], &paths[1]], &[]);
    assert_eq!(ending.code, 2, "{}", ending.stderr);
    assert_eq!(ending.stderr.matches("no speech was found").count(), 2, "{}", ending.stderr);
    assert!(!files(out.path()).keys().any(|name| name.ends_with("report.html")));
}

/// Noise with most of its power at low frequencies, swelling and falling, as traffic does.
fn write_noise(path: &Path, seconds: u32, level: f64) {
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: 16_000,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut writer = hound::WavWriter::create(path, spec).unwrap();
    let (mut state, mut low) = (0x2545_f491_4f6c_dd1d_u64, 0.0);
    for index in 0..seconds * 16_000 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let white = (state >> 40) as f64 / f64::from(1 << 24) - 0.5;
        low += 0.05 * (white - low);
        let swell = 1.0 + 0.5 * (f64::from(index) / 16_000.0).sin();
        writer.write_sample((level * swell * (8.0 * low + 0.2 * white)) as i16).unwrap();
    }
    writer.finalize().unwrap();
}

#[test]
fn neither_the_files_name_nor_the_wishes_text_is_written() {
    let folder = TempDir::new().unwrap();
    let recording = folder.path().join("Annika-Hemlighetsson.wav");
    fs_err::copy(short(), &recording).unwrap();
    fs_err::write(
        recording.with_extension("toml"),
        "practitioner = \"p-9\"\nsegment = \"whole\"\nknown_names = [\"Annika Hemlighetsson\"]\ngoal = \"Annika Hemlighetsson vill sova mer\"\n",
    )
    .unwrap();
    let (out, ending) = run_demo(&[&recording], &[]);
    assert_eq!(ending.code, 0, "{}", ending.stderr);
    for (name, bytes) in files(out.path()) {
        let text = String::from_utf8_lossy(&bytes).to_lowercase();
        assert!(!name.to_lowercase().contains("hemlig") && !text.contains("hemlighetsson"), "{name}");
    }
}

#[test]
#[cfg(unix)]
fn a_stopped_run_ends_soon_and_leaves_nothing_half() {
    let out = TempDir::new().unwrap();
    let mut child = Process::new(assert_cmd::cargo::cargo_bin("gensvar"))
        .args(["run", "--pipeline", "demo", "--jobs", "1", "--out"])
        .arg(out.path())
        .args([fixture("demo/vardag-alkohol.m4a"), fixture("demo/forsorjning-arbete.ogg")])
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(Duration::from_millis(1500));
    let kill = Process::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(kill.success());
    let asked = Instant::now();
    let status = child.wait().unwrap();
    assert_eq!(status.code(), Some(130));
    assert!(asked.elapsed() < Duration::from_secs(60), "it did not stop");
    for name in reports(out.path()).keys() {
        assert!(name.ends_with("summary.csv"), "{name} was left behind");
    }
}

#[test]
fn speech_recognition_can_be_measured_without_showing_a_word() {
    let ending = gensvar()
        .args(["eval", "speech", "--pipeline", "demo", "--json", "--reference"])
        .arg(fixture("demo/kort.ref.txt"))
        .arg(short())
        .output()
        .unwrap();
    assert_eq!(ending.status.code(), Some(0), "{}", String::from_utf8_lossy(&ending.stderr));
    let result: Value = serde_json::from_slice(&ending.stdout).unwrap();
    assert!(result["wer"].as_f64().unwrap() < 0.15, "{result}");
    assert_eq!(result.as_object().unwrap().len(), 3, "only figures: {result}");
}
