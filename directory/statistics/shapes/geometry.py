"""Lines and areas on a plane, and the projections from the globe to the plane."""

import math
from collections.abc import Callable, Sequence

Point = tuple[float, float]
Ring = list[Point]
Project = Callable[[float, float], Point]


def equal_earth(longitude: float, latitude: float) -> Point:
    """Return the point on the map for a longitude and latitude in degrees, by the Equal Earth projection.

    Source: Savric, Patterson and Jenny, 2018.
    """
    a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
    theta = math.asin(math.sqrt(3) / 2 * math.sin(math.radians(latitude)))
    square = theta * theta
    sixth = square**3
    x = 2 * math.sqrt(3) * math.radians(longitude) * math.cos(theta)
    x /= 3 * (9 * a4 * sixth * square + 7 * a3 * sixth + 3 * a2 * square + a1)
    return x, theta * (a4 * sixth * square + a3 * sixth + a2 * square + a1)


def conic(longitude: float, latitude: float) -> Point:
    """Return the point on the map for a longitude and latitude in degrees.

    The projection is Albers' equal-area conic around 63 E, 45 N. Source: Snyder, 1987, section 14.
    """
    first, second, origin = map(math.radians, (38, 52, 45))
    n = (math.sin(first) + math.sin(second)) / 2
    c = math.cos(first) ** 2 + 2 * n * math.sin(first)
    rho, rho_0 = (math.sqrt(c - 2 * n * math.sin(one)) / n for one in (math.radians(latitude), origin))
    theta = n * math.radians(longitude - 63)
    return rho * math.sin(theta), rho_0 - rho * math.cos(theta)


def simplified(line: Ring, project: Project, tolerance: float) -> Ring:
    """Return a line with fewer points. Each point that is left out is, after projection, at most `tolerance` from the
    returned line. Source: Douglas and Peucker."""
    if len(line) < 3:
        return line
    begin, *inner, end = (project(*point) for point in line)
    distances = [_distance(point, begin, end) for point in inner]
    farthest = max(range(len(distances)), key=distances.__getitem__)
    if distances[farthest] <= tolerance:
        return [line[0], line[-1]]
    middle = farthest + 1
    return simplified(line[: middle + 1], project, tolerance)[:-1] + simplified(line[middle:], project, tolerance)


def cut(ring: Ring, edges: Sequence[tuple[int, float, int]]) -> Ring:
    """Return the part of a ring that lies inside all `edges`. Source: Sutherland and Hodgman, 1974.

    An edge is (axis, limit, sign). If the sign is 1, the inside is above the limit; if the sign is -1, below.
    """
    for axis, limit, sign in edges:
        inside = [sign * (point[axis] - limit) >= 0 for point in ring]
        made: Ring = []
        for place, point in enumerate(ring):
            before = ring[place - 1]
            if inside[place] != inside[place - 1]:
                share = (limit - before[axis]) / (point[axis] - before[axis])
                made.append((before[0] + share * (point[0] - before[0]), before[1] + share * (point[1] - before[1])))
            if inside[place]:
                made.append(point)
        ring = made
    return ring


def _distance(point: Point, begin: Point, end: Point) -> float:
    across, up = end[0] - begin[0], end[1] - begin[1]
    length = math.hypot(across, up)
    if not length:
        return math.dist(point, begin)
    along = max(0.0, min(1.0, ((point[0] - begin[0]) * across + (point[1] - begin[1]) * up) / length**2))
    return math.dist(point, (begin[0] + along * across, begin[1] + along * up))


def area(ring: Ring) -> float:
    """Return the area within a ring."""
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], *ring[:1]], strict=True))) / 2


def middle_of(ring: Ring) -> tuple[int, int]:
    """Return the centroid of a ring's area, rounded. If the area is almost 0, return the mean of the points."""
    pairs = [(a, b, a[0] * b[1] - b[0] * a[1]) for a, b in zip(ring, [*ring[1:], *ring[:1]], strict=True)]
    whole = 3 * sum(cross for _, _, cross in pairs)
    if abs(whole) < 1:
        x, y = (sum(axis) / len(ring) for axis in zip(*ring, strict=True))
    else:
        x, y = (sum((a[axis] + b[axis]) * cross for a, b, cross in pairs) / whole for axis in (0, 1))
    return round(x), round(y)


def holds(ring: Ring, point: Point) -> bool:
    """Return whether a point is within a ring."""
    is_inside = False
    for a, b in zip(ring, [*ring[1:], *ring[:1]], strict=True):
        if (a[1] > point[1]) != (b[1] > point[1]) and point[0] < a[0] + (point[1] - a[1]) / (b[1] - a[1]) * (
            b[0] - a[0]
        ):
            is_inside = not is_inside
    return is_inside
