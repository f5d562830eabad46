// Delivers placements to opvang by stream, once, however often it is cut.
//
//   deliver_placements ADDRESS CERTIFICATES SERVICE_CONFIG REQUEST_ID < rows
//
// A row is "gm0193 2025-02-03 home 4": municipality, day, kind, persons.
// REQUEST_ID is a UUID chosen before the first try, and the same at every one.
#include <algorithm>
#include <chrono>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/grpcpp.h"
#include "nl/opvang/housing/v1/housing.grpc.pb.h"

namespace {

namespace h = nl::opvang::housing::v1;
constexpr int kPartSize = 500, kTries = 8;

std::string Read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// As the organisation of cert.pem, whose OIN says who calls.
std::shared_ptr<grpc::Channel> Connect(const std::string& address,
                                       const std::string& folder,
                                       const std::string& service_config) {
  grpc::ChannelArguments arguments;
  arguments.SetServiceConfigJSON(Read(service_config));
  // All faults of a large input come in one answer.
  arguments.SetInt(GRPC_ARG_MAX_METADATA_SIZE, 1024 * 1024);
  arguments.SetString(GRPC_ARG_PRIMARY_USER_AGENT_STRING, "metadata/1048576");
  return grpc::CreateCustomChannel(
      address,
      grpc::SslCredentials({.pem_root_certs = Read(folder + "/ca.pem"),
                            .pem_private_key = Read(folder + "/key.pem"),
                            .pem_cert_chain = Read(folder + "/cert.pem")}),
      arguments);
}

// The reason of an error. Act on that, never on the sentence.
google::rpc::ErrorInfo ReasonOf(const grpc::Status& status) {
  google::rpc::Status details;
  google::rpc::ErrorInfo info;
  details.ParseFromString(status.error_details());
  for (const auto& detail : details.details()) {
    if (detail.UnpackTo(&info)) break;
  }
  return info;
}

std::vector<h::Placement> RowsIn(std::istream& in) {
  std::vector<h::Placement> rows;
  std::string town, day, kind;
  int persons;
  while (in >> town >> day >> kind >> persons) {
    h::Placement& row = rows.emplace_back();
    std::string& name = *row.mutable_name();
    name.append("municipalities/").append(town);
    name.append("/placements/coa-").append(day).append("-").append(kind);
    row.mutable_placement_date()->set_year(std::stoi(day.substr(0, 4)));
    row.mutable_placement_date()->set_month(std::stoi(day.substr(5, 2)));
    row.mutable_placement_date()->set_day(std::stoi(day.substr(8, 2)));
    row.set_kind(kind);
    row.set_person_count(persons);
    row.set_source("illustrative: realisatie COA");
  }
  return rows;
}

// One stream: the header, then the rows from number `start` on.
grpc::Status Send(h::HousingService::Stub& housing, const h::FeedHeader& header,
                  const std::vector<h::Placement>& rows, int start,
                  h::DeliverPlacementsResponse& response) {
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() +
                       std::chrono::minutes(1));
  const auto stream = housing.DeliverPlacements(&context, &response);
  h::DeliverPlacementsRequest part;
  *part.mutable_header() = header;
  bool open = stream->Write(part);
  const int count = static_cast<int>(rows.size());
  for (int at = start - 1; open && at < count; at += kPartSize) {
    h::DeliverPlacementsRequest::Rows& some = *part.mutable_rows();
    some.Clear();
    some.set_first_row_number(at + 1);
    for (int i = at; i < std::min(at + kPartSize, count); ++i) {
      *some.add_rows() = rows[i];
    }
    open = stream->Write(part);
  }
  stream->WritesDone();
  return stream->Finish();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) {
    std::cerr << "deliver_placements ADDRESS CERTIFICATES SERVICE_CONFIG "
                 "REQUEST_ID < rows\n";
    return 2;
  }
  const auto housing =
      h::HousingService::NewStub(Connect(argv[1], argv[2], argv[3]));
  const std::vector<h::Placement> rows = RowsIn(std::cin);
  h::FeedHeader header;
  header.set_parent("countries/nl");
  header.set_request_id(argv[4]);
  header.set_row_count(static_cast<int>(rows.size()));
  grpc::Status status;
  int start = 1, failures = 0;
  while (failures < kTries) {
    h::DeliverPlacementsResponse response;
    status = Send(*housing, header, rows, start, response);
    if (status.ok()) {
      std::cout << response.accepted_row_count() << " rijen, revisie "
                << response.revision() << "\n";
      return 0;
    }
    const google::rpc::ErrorInfo info = ReasonOf(status);
    const bool missing = info.reason() == "DELIVERY_INCOMPLETE";
    const int next =
        missing ? std::stoi(info.metadata().at("next_row_number")) : start;
    if (next != start) {
      // To be told where to go on is no failure.
      start = next;
      continue;
    }
    if (!missing && status.error_code() != grpc::StatusCode::UNAVAILABLE) break;
    // The header alone asks how far it came.
    start = static_cast<int>(rows.size()) + 1;
    std::this_thread::sleep_for(std::chrono::milliseconds(200 << failures++));
  }
  std::cerr << ReasonOf(status).reason() << ": " << status.error_message()
            << "\n";
  return 1;
}
