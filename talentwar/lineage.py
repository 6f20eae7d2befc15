"""The lineage of companies: which organisation gave birth to which, generation by generation.

``firms`` come from ``talentwar.spinouts.companies``. A force layout of a hundred companies is a
hairball, so that what is laid out is a family tree: a lane for each origin, companies along time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

import networkx as nx
import pandas as pd

from talentwar.estimates import Estimates, count
from talentwar.language import everywhere

OTHERS = "others"
"""The lane of companies that came out of none of the origins shown."""


def graph(firms: pd.DataFrame) -> nx.DiGraph[str]:
    """Return the graph with an edge from each origin to each company founded by its alumni."""
    tree: nx.DiGraph[str] = nx.DiGraph()
    tree.add_nodes_from(str(org) for org in firms["org_id"])
    for org, origins in zip(firms["org_id"], firms["origins"], strict=True):
        tree.add_edges_from((origin, str(org)) for origin in origins if origin != org)
    return tree


def generations(firms: pd.DataFrame) -> dict[str, int]:
    """Return the generation of each company: one, or one more than its oldest line of parents.

    A parent is an origin that is itself among the companies. Raises ``ValueError`` naming the
    companies if somebody is said to come from a company's own descendant.
    """
    tree = graph(firms)
    if not nx.is_directed_acyclic_graph(tree):
        circle = [start for start, _ in nx.find_cycle(tree)]
        raise ValueError(f"companies that descend from each other: {', '.join(circle)}")
    born = set(firms["org_id"].astype("str"))
    found: dict[str, int] = {}
    for org in nx.topological_sort(tree):
        if org in born:
            found[org] = 1 + max((found[p] for p in tree.predecessors(org) if p in born), default=0)
    return found


def generation_counts(firms: pd.DataFrame) -> Estimates:
    """Return how many companies are of the second generation or a later one.

    ``spinouts.later-generations``: founded by people who came from a company that is itself here.
    """
    later = tuple(sorted(org for org, nth in generations(firms).items() if nth > 1))
    name = "spinouts.later-generations"
    return Estimates([count(name, everywhere(f"definition.{name}"), later, n=len(firms))])


def lane_of(
    firms: pd.DataFrame, founders: pd.DataFrame, lanes: Sequence[str], unit_of: Mapping[str, str]
) -> dict[str, str]:
    """Return the lane of each company: that of the origin of most of its named founders.

    Ties, and companies whose founders' origins are not told, go by the order of the origins in the
    table. ``unit_of`` from ``talentwar.selection.units``. Companies with no origin among ``lanes``
    are in ``OTHERS``.
    """
    came = founders[founders["kind"] == "founder"].dropna(subset=["origin_id"])
    votes: dict[str, dict[str, int]] = {}
    for org, origin in zip(came["org_id"], came["origin_id"], strict=True):
        own = votes.setdefault(str(org), {})
        own[unit_of[str(origin)]] = own.get(unit_of[str(origin)], 0) + 1
    found = {}
    for org, origins in zip(firms["org_id"], firms["origins"], strict=True):
        own = votes.get(str(org), {})
        shown = [origin for origin in origins if origin in lanes]
        # The first of the largest: max keeps the order of the table.
        found[str(org)] = max(shown, key=lambda o: own.get(o, 0)) if shown else OTHERS
    return found


def lane_order(firms: pd.DataFrame, lanes: Sequence[str], lane: Mapping[str, str]) -> list[str]:
    """Return the lanes in an order that keeps together those that share companies.

    By the eigenvector of the smallest positive eigenvalue of the graph's Laplacian, as seriation
    has it (M. Fiedler, Czechoslovak Mathematical Journal 25, 1975; J. E. Atkins, E. G. Boman &
    B. Hendrickson, SIAM Journal on Computing 28, 1998), from the end nearer to the first lane.
    Lanes that share nothing with the others come last, in the order given. The lane of a company
    stands below the one in which the company itself does (``lane`` from ``lane_of``).
    """
    children = [own for own in lanes if lane.get(own, OTHERS) in lanes]
    ordered = _seriated(firms, [own for own in lanes if own not in children])
    for child in children:
        parent = lane[child]
        if parent in ordered:
            ordered.insert(ordered.index(parent) + 1, child)
        else:
            ordered.append(child)
    return ordered


def _seriated(firms: pd.DataFrame, lanes: Sequence[str]) -> list[str]:
    shared: dict[tuple[str, str], int] = {}
    for origins in firms["origins"]:
        for pair in combinations(sorted(o for o in origins if o in lanes), 2):
            shared[pair] = shared.get(pair, 0) + 1
    near: nx.Graph[str] = nx.Graph()
    # In the order given, so that the result does not depend on the order of the rows.
    near.add_nodes_from(lanes)
    near.add_weighted_edges_from((*pair, n) for pair, n in sorted(shared.items()))
    component = max(nx.connected_components(near), key=len) if lanes else set()
    if len(component) < 3:
        return list(lanes)
    linked = [lane for lane in lanes if lane in component]
    ordered: list[str] = nx.spectral_ordering(near.subgraph(linked), weight="weight", seed=0)
    if ordered.index(linked[0]) > len(ordered) / 2:
        ordered.reverse()
    return [*ordered, *(lane for lane in lanes if lane not in component)]
