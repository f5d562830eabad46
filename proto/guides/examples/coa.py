"""What COA delivers each month, and what it may ask.

    coa.py LOCATIONS HOUSING CERTIFICATES MONTH

MONTH is a month as 2025-02. Real rows come from COA's own system.
"""

import sys
import uuid

import grpc
from google.type import date_pb2
from nl.opvang.housing.v1 import housing_pb2, housing_pb2_grpc
from nl.opvang.locations.v1 import locations_pb2, locations_pb2_grpc

from opvang_client import connect, deliver, details_of, pages


def day(text):
    year, month, number = map(int, text.split("-"))
    return date_pb2.Date(year=year, month=month, day=number)


def request_id(what, month):
    """Chosen before the first try, and the same at every try of this delivery."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"https://coa.nl/opvang/{what}/{month}"))


def placements(month):
    source = f"illustrative: realisatie COA {month}"
    return [
        housing_pb2.Placement(
            name=f"municipalities/{town}/placements/coa-{month}",
            placement_date=day(f"{month}-01"), kind="home",
            person_count=persons, source=source)
        for town, persons in (("gm0193", 12), ("gm0166", 5), ("gm0150", 9))]


def occupancies(month):
    return [locations_pb2.Occupancy(
        location="municipalities/gm0193/locations/azc-zwolle",
        count_date=day(f"{month}-01"), person_count=590,
        source=f"illustrative: bezetting COA {month}")]


def stocks(month):
    return [locations_pb2.PermanentStock(
        municipality="municipalities/gm0193", count_date=day(f"{month}-01"),
        place_count=900, source=f"illustrative: vaste voorraad COA {month}")]


def send(call, request_type, header_type, what, month, rows):
    header = header_type(parent="countries/nl",
                         request_id=request_id(what, month),
                         row_count=len(rows))
    answer = deliver(call, request_type, header, rows)
    print(f"{what}: {answer.accepted_row_count} rijen, revisie {answer.revision}")


def main(locations_address, housing_address, certificates, month):
    locations = locations_pb2_grpc.LocationServiceStub(
        connect(locations_address, certificates))
    housing = housing_pb2_grpc.HousingServiceStub(
        connect(housing_address, certificates))
    send(housing.DeliverPlacements, housing_pb2.DeliverPlacementsRequest,
         housing_pb2.FeedHeader, "placements", month, placements(month))
    send(locations.DeliverOccupancies, locations_pb2.DeliverOccupanciesRequest,
         locations_pb2.FeedHeader, "occupancies", month, occupancies(month))
    send(locations.DeliverPermanentStocks,
         locations_pb2.DeliverPermanentStocksRequest,
         locations_pb2.FeedHeader, "stocks", month, stocks(month))

    # Which places count, and why the others do not.
    asked = locations_pb2.ListCoverageRequest(
        parent="municipalities/gm0193", window_start_date=day("2025-07-01"),
        window_end_date=day("2026-02-01"),
        realisation_start_date=day("2024-10-01"),
        realisation_end_date=day("2025-07-02"), as_of_date=day(f"{month}-01"),
        rule_set="cycle-2024")
    for page in pages(locations.ListCoverage, asked):
        for one in page.coverage:
            print(f"{one.municipality}: {one.guaranteed_place_count} gegarandeerd")


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except grpc.RpcError as failed:
        reason, _, faults = details_of(failed)
        sys.exit("\n".join([f"{failed.code().name} {reason}: {failed.details()}"] + faults))
