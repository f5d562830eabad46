"""How a Python client reaches opvang: mutual TLS, retries, errors with a reason."""

import pathlib
import time

import grpc
from google.rpc import error_details_pb2, status_pb2

SERVICE_CONFIG = pathlib.Path(__file__).parents[2] / "service_config.json"


def connect(address, certificates):
    """A channel as the organisation of cert.pem, whose OIN says who calls."""
    folder = pathlib.Path(certificates)
    credentials = grpc.ssl_channel_credentials(
        root_certificates=(folder / "ca.pem").read_bytes(),
        private_key=(folder / "key.pem").read_bytes(),
        certificate_chain=(folder / "cert.pem").read_bytes())
    return grpc.secure_channel(address, credentials, options=[
        ("grpc.service_config", SERVICE_CONFIG.read_text()),
        # A service that is back is found before the last of the tries.
        ("grpc.initial_reconnect_backoff_ms", 200),
        ("grpc.max_reconnect_backoff_ms", 200),
        # All faults of a large input come in one answer.
        ("grpc.max_metadata_size", 1024 * 1024),
        ("grpc.primary_user_agent", "metadata/1048576"),
        ("grpc.max_receive_message_length", 64 * 1024 * 1024)])


def details_of(error):
    """The reason of an error, its metadata, and the faults of the input.

    Act on the reason, never on the sentence.
    """
    reason, metadata, faults = "", {}, []
    for key, value in error.trailing_metadata() or ():
        if key != "grpc-status-details-bin":
            continue
        for detail in status_pb2.Status.FromString(value).details:
            info = error_details_pb2.ErrorInfo()
            request = error_details_pb2.BadRequest()
            if detail.Unpack(info):
                reason, metadata = info.reason, dict(info.metadata)
            elif detail.Unpack(request):
                faults += [f"{one.field} {one.description}"
                           for one in request.field_violations]
    return reason, metadata, faults


def pages(call, request):
    """Page after page of a list, all at the revision of the first."""
    while True:
        page = call(request)
        yield page
        request.page_token = page.next_page_token
        if not request.page_token:
            return


def deliver(call, request_type, header, rows, part_size=500, tries=8):
    """Delivers rows by stream; after a cut goes on where it stopped.

    The same header and rows may be sent any number of times: they are kept
    once, and every time the answer is the same.
    """
    def parts(start):
        yield request_type(header=header)
        for at in range(start - 1, len(rows), part_size):
            yield request_type(rows=request_type.Rows(
                first_row_number=at + 1, rows=rows[at:at + part_size]))

    start, failures = 1, 0
    while True:
        try:
            return call(parts(start))
        except grpc.RpcError as error:
            reason, metadata, _ = details_of(error)
            missing = reason == "DELIVERY_INCOMPLETE"
            if missing and int(metadata["next_row_number"]) != start:
                # To be told where to go on is no failure.
                start = int(metadata["next_row_number"])
                continue
            failures += 1
            if failures == tries or not missing and error.code() not in (
                    grpc.StatusCode.UNAVAILABLE,
                    grpc.StatusCode.DEADLINE_EXCEEDED,
                    grpc.StatusCode.RESOURCE_EXHAUSTED):
                raise
            # The header alone asks how far it came.
            start = len(rows) + 1
            time.sleep(0.2 * 2 ** (failures - 1))
