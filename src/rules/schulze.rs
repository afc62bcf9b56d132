//! The Schulze method with winning votes (Schulze, "A new monotonic, clone-independent, reversal symmetric, and
//! Condorcet-consistent single-winner election method"), over candidates known by their number.

use alloc::vec::Vec;
use core::cmp::Reverse;

/// How strongly one candidate is preferred to another: more votes for it first, then fewer against it. A tie is the
/// weakest link there is; no link at all is weaker still.
type Strength = Option<(u64, Reverse<u64>)>;

const TIE: Strength = Some((0, Reverse(0)));

/// Who beats whom, from `d[i][j]`: the weight of ballots that put i above j.
pub struct Beats(Vec<Vec<Strength>>);

impl Beats {
    pub fn of(d: &[Vec<u64>]) -> Self {
        let n = d.len();
        let link = |i: usize, j: usize| match d[i][j].cmp(&d[j][i]) {
            core::cmp::Ordering::Greater => Some((d[i][j], Reverse(d[j][i]))),
            core::cmp::Ordering::Equal => TIE,
            core::cmp::Ordering::Less => None,
        };
        let mut p: Vec<Vec<Strength>> = (0..n).map(|i| (0..n).map(|j| link(i, j)).collect()).collect();
        for k in 0..n {
            for i in (0..n).filter(|i| *i != k) {
                for j in (0..n).filter(|j| *j != k && *j != i) {
                    let through = p[i][k].min(p[k][j]);
                    p[i][j] = p[i][j].max(through);
                }
            }
        }
        Self(p)
    }

    pub fn beats(&self, i: usize, j: usize) -> bool {
        i != j && self.0[i][j] > self.0[j][i]
    }

    /// Best first. Among those whom nobody left beats, the smallest number comes first; that is a choice between equals
    /// and no part of who beats whom, which alone is transitive.
    pub fn order(&self) -> Vec<usize> {
        let mut left: Vec<usize> = (0..self.0.len()).collect();
        let mut order = Vec::with_capacity(left.len());
        while !left.is_empty() {
            // Somebody is unbeaten, since beating is transitive; were nobody, the first would come first.
            let best = left.iter().position(|i| !left.iter().any(|j| self.beats(*j, *i))).unwrap_or(0);
            order.push(left.remove(best));
        }
        order
    }
}
