"""What a province asks: its coverage, what is late, and a report as a file.

    province.py LOCATIONS REPORTING CERTIFICATES REPORT FILE
"""

import hashlib
import os
import sys

import grpc
from google.type import date_pb2
from nl.opvang.locations.v1 import locations_pb2, locations_pb2_grpc
from nl.opvang.reporting.v1 import reporting_pb2, reporting_pb2_grpc

from opvang_client import connect, details_of, pages


def day(text):
    year, month, number = map(int, text.split("-"))
    return date_pb2.Date(year=year, month=month, day=number)


def fetch(reporting, name, path, tries=4):
    """Writes the sealed JSON of a report, whole or not at all.

    A print that was cut is asked again from its start: it is made of what is
    sealed, so that the bytes are the same.
    """
    request = reporting_pb2.RenderReportRequest(
        name=name, format=reporting_pb2.RenderReportRequest.FORMAT_JSON)
    for attempt in range(tries):
        try:
            data = b"".join(part.chunk for part in reporting.RenderReport(request))
            break
        except grpc.RpcError as error:
            if error.code() != grpc.StatusCode.UNAVAILABLE or attempt + 1 == tries:
                raise
    with open(path + ".new", "wb") as file:
        file.write(data)
    os.replace(path + ".new", path)
    return hashlib.sha256(data).hexdigest()


def main(locations_address, reporting_address, certificates, name, path):
    locations = locations_pb2_grpc.LocationServiceStub(
        connect(locations_address, certificates))
    reporting = reporting_pb2_grpc.ReportingServiceStub(
        connect(reporting_address, certificates))

    report = reporting.GetReport(reporting_pb2.GetReportRequest(name=name))
    cycle = report.content.cycle
    # The same places as in the report: its day, its window, its revision.
    asked = locations_pb2.ListCoverageRequest(
        parent=report.spec.scope, window_start_date=cycle.window_start_date,
        window_end_date=cycle.window_end_date,
        realisation_start_date=cycle.realisation_start_date,
        realisation_end_date=cycle.realisation_end_date,
        as_of_date=report.spec.as_of_date, rule_set=report.spec.rule_set,
        page_size=10, revision=report.spec.locations_revision)
    guaranteed = sum(one.guaranteed_place_count
                     for page in pages(locations.ListCoverage, asked)
                     for one in page.coverage)
    print(f"gegarandeerd: {guaranteed}")

    late = reporting.ListDeliveries(reporting_pb2.ListDeliveriesRequest(
        parent=report.spec.scope, cycle=report.spec.cycle,
        as_of_date=report.spec.as_of_date, report=name))
    for one in late.statutory_days:
        print(f"wettelijke dag {one.kind}: {one.standing} ({one.legal_basis})")

    digest = fetch(reporting, name, path)
    print("zegel klopt" if digest == report.content_sha256 else "openbare uitgave")


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except grpc.RpcError as failed:
        reason, _, faults = details_of(failed)
        sys.exit("\n".join([f"{failed.code().name} {reason}: {failed.details()}"] + faults))
