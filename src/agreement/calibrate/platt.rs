//! Platt scaling: logistic regression of what people said on the log odds of the estimate (Platt 1999), by maximum
//! likelihood without a penalty, as scikit-learn's `LogisticRegression(penalty=None)`.

/// More than enough: Newton's method doubles the correct digits at each step.
const MOST_STEPS: usize = 100;
/// A step smaller than this changes nothing that a file shows.
const SMALLEST_STEP: f64 = 1e-9;
/// A slope beyond this means that the log odds separate yes from no: the likelihood has no maximum.
const STEEPEST: f64 = 1e3;

/// The slope and shift (a, b) that make `1 / (1 + exp(−(a·x + b)))` the likeliest, of cases (x, yes, weight).
///
/// `None` where there is no such maximum: only yes or only no, no variation of x, or x separates them.
pub fn fit(cases: impl Iterator<Item = (f64, bool, f64)> + Clone) -> Option<(f64, f64)> {
    let (mut a, mut b) = (0.0, 0.0);
    let mut loss = loss_at(cases.clone(), a, b);
    for _ in 0..MOST_STEPS {
        let (step_a, step_b) = newton(cases.clone(), a, b)?;
        let mut share = 1.0;
        loop {
            let (next_a, next_b) = (a - share * step_a, b - share * step_b);
            let next = loss_at(cases.clone(), next_a, next_b);
            // Close to the minimum rounding may raise the loss by its last digit.
            if next <= loss + 1e-12 * loss.abs() {
                (a, b, loss) = (next_a, next_b, next);
                break;
            }
            share /= 2.0;
            if share < 1e-10 {
                return None;
            }
        }
        if a.abs() > STEEPEST || b.abs() > STEEPEST {
            return None;
        }
        if step_a.abs().max(step_b.abs()) < SMALLEST_STEP {
            return Some((a, b));
        }
    }
    None
}

/// The negative log likelihood.
fn loss_at(cases: impl Iterator<Item = (f64, bool, f64)>, a: f64, b: f64) -> f64 {
    cases
        .map(|(x, yes, weight)| {
            let z = if yes { a * x + b } else { -(a * x + b) };
            // ln(1 + e^−z) without overflow.
            weight * (z.min(0.0).abs() + (-z.abs()).exp().ln_1p())
        })
        .sum()
}

/// The inverse of the second derivatives times the first ones; `None` where the second ones cannot be inverted.
fn newton(cases: impl Iterator<Item = (f64, bool, f64)>, a: f64, b: f64) -> Option<(f64, f64)> {
    let (mut slope, mut shift) = (0.0, 0.0);
    let (mut aa, mut ab, mut bb) = (0.0, 0.0, 0.0);
    for (x, yes, weight) in cases {
        let p = 1.0 / (1.0 + (-(a * x + b)).exp());
        let error = weight * (p - f64::from(u8::from(yes)));
        slope += error * x;
        shift += error;
        let spread = weight * p * (1.0 - p);
        aa += spread * x * x;
        ab += spread * x;
        bb += spread;
    }
    let determinant = aa * bb - ab * ab;
    (determinant > 1e-12 * aa * bb)
        .then(|| ((bb * slope - ab * shift) / determinant, (aa * shift - ab * slope) / determinant))
}
