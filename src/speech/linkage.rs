//! Average-linkage clustering of voiceprints by cosine distance.

use super::voice::Voiceprint;

/// One step of the clustering: the groups of these two members become one.
struct Link {
    distance: f32,
    members: (usize, usize),
}

/// The steps from single voiceprints to one group, nearest groups first.
pub(super) struct Linkage {
    links: Vec<Link>,
    size: usize,
}

/// A group under way. The mean distance between two groups follows from the sums of their voiceprints.
struct Node {
    member: usize,
    sum: Voiceprint,
    size: f32,
}

impl Node {
    fn distance(&self, other: &Self) -> f32 {
        1.0 - self.sum.likeness(&other.sum) / (self.size * other.size)
    }
}

impl Linkage {
    /// Links by nearest-neighbour chains: quadratic time, linear memory.
    pub(super) fn new(prints: &[&Voiceprint]) -> Self {
        let single = |(member, print): (usize, &&Voiceprint)| {
            Some(Node { member, sum: Voiceprint::sum(std::iter::once((*print, 1.0))), size: 1.0 })
        };
        let mut nodes: Vec<Option<Node>> = prints.iter().enumerate().map(single).collect();
        let mut links = Vec::with_capacity(prints.len());
        let mut chain: Vec<usize> = Vec::new();
        while links.len() + 1 < prints.len() {
            let Some(&top) = chain.last() else {
                chain.extend(nodes.iter().position(Option::is_some));
                continue;
            };
            let before = chain.len().checked_sub(2).map(|at| chain[at]);
            let Some(near) = nearest(&nodes, top, before) else { break };
            if Some(near) != before {
                chain.push(near);
                continue;
            }
            chain.truncate(chain.len() - 2);
            if let (Some(a), Some(b)) = (nodes[top].take(), nodes[near].take()) {
                links.push(Link { distance: a.distance(&b), members: (a.member, b.member) });
                let sum = Voiceprint::sum([(&a.sum, 1.0), (&b.sum, 1.0)].into_iter());
                nodes[top] = Some(Node { member: a.member, sum, size: a.size + b.size });
            }
        }
        links.sort_by(|a, b| a.distance.total_cmp(&b.distance));
        Self { links, size: prints.len() }
    }

    /// The group of each voiceprint when there are `groups` of them, numbered by first appearance.
    pub(super) fn cut(&self, groups: usize) -> Vec<usize> {
        let mut parent: Vec<usize> = (0..self.size).collect();
        for link in &self.links[..self.size.saturating_sub(groups).min(self.links.len())] {
            let (a, b) = (root(&parent, link.members.0), root(&parent, link.members.1));
            parent[a.max(b)] = a.min(b);
        }
        let mut roots = Vec::new();
        let number = |root: usize| {
            roots.iter().position(|&r| r == root).unwrap_or_else(|| {
                roots.push(root);
                roots.len() - 1
            })
        };
        (0..self.size).map(|i| root(&parent, i)).map(number).collect()
    }
}

/// The group nearest to `from`; `before` where it is as near as any, so that chains end.
fn nearest(nodes: &[Option<Node>], from: usize, before: Option<usize>) -> Option<usize> {
    let node = nodes[from].as_ref()?;
    let rank = |(at, other): (usize, &Option<Node>)| {
        let other = other.as_ref().filter(|_| at != from)?;
        Some((node.distance(other), Some(at) != before, at))
    };
    let nearer = |a: &(f32, bool, usize), b: &(f32, bool, usize)| a.0.total_cmp(&b.0).then((a.1, a.2).cmp(&(b.1, b.2)));
    nodes.iter().enumerate().filter_map(rank).min_by(nearer).map(|(_, _, at)| at)
}

fn root(parent: &[usize], mut at: usize) -> usize {
    while parent[at] != at {
        at = parent[at];
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_directions_are_grouped_before_far_ones() {
        let prints =
            [(1.0, 0.0), (0.0, 1.0), (0.98, 0.2), (0.2, 0.98), (0.7, 0.7)].map(|(x, y)| Voiceprint::of(&[x, y]));
        let linkage = Linkage::new(&prints.each_ref());
        assert_eq!(linkage.cut(1), [0, 0, 0, 0, 0]);
        assert_eq!(linkage.cut(3), [0, 1, 0, 1, 2]);
        assert_eq!(linkage.cut(9), [0, 1, 2, 3, 4]);
    }
}
