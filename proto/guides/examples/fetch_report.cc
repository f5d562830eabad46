// Fetches a report as sealed, and says whether the bytes are those of its seal.
//
//   fetch_report ADDRESS CERTIFICATES SERVICE_CONFIG REPORT > report.json
#include <openssl/sha.h>

#include <chrono>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>

#include "grpcpp/grpcpp.h"
#include "nl/opvang/reporting/v1/reporting.grpc.pb.h"

namespace {

namespace r = nl::opvang::reporting::v1;

std::string Read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string Sha256(const std::string& bytes) {
  unsigned char digest[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
         digest);
  std::string hex;
  for (const unsigned char byte : digest) {
    char two[3];
    std::snprintf(two, sizeof two, "%02x", byte);
    hex += two;
  }
  return hex;
}

void SetDeadline(grpc::ClientContext& context) {
  context.set_deadline(std::chrono::system_clock::now() +
                       std::chrono::minutes(1));
}

// A print that was cut is asked again from its start: it is made of what is
// sealed, so that the bytes are the same.
grpc::Status Print(r::ReportingService::Stub& reporting,
                   const std::string& name, std::string& bytes) {
  r::RenderReportRequest request;
  request.set_name(name);
  request.set_format(r::RenderReportRequest::FORMAT_JSON);
  grpc::Status status;
  for (int attempt = 0; attempt < 4; ++attempt) {
    grpc::ClientContext context;
    SetDeadline(context);
    const auto stream = reporting.RenderReport(&context, request);
    bytes.clear();
    for (r::RenderReportResponse part; stream->Read(&part);) {
      bytes += part.chunk();
    }
    status = stream->Finish();
    if (status.error_code() != grpc::StatusCode::UNAVAILABLE) break;
  }
  return status;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) {
    std::cerr << "fetch_report ADDRESS CERTIFICATES SERVICE_CONFIG REPORT\n";
    return 2;
  }
  const std::string folder = argv[2];
  grpc::ChannelArguments arguments;
  arguments.SetServiceConfigJSON(Read(argv[3]));
  arguments.SetMaxReceiveMessageSize(64 * 1024 * 1024);
  const auto reporting = r::ReportingService::NewStub(grpc::CreateCustomChannel(
      argv[1],
      grpc::SslCredentials({.pem_root_certs = Read(folder + "/ca.pem"),
                            .pem_private_key = Read(folder + "/key.pem"),
                            .pem_cert_chain = Read(folder + "/cert.pem")}),
      arguments));
  r::GetReportRequest request;
  request.set_name(argv[4]);
  r::Report report;
  grpc::ClientContext context;
  SetDeadline(context);
  grpc::Status status = reporting->GetReport(&context, request, &report);
  std::string bytes;
  if (status.ok()) status = Print(*reporting, argv[4], bytes);
  if (!status.ok()) {
    std::cerr << status.error_message() << "\n";
    return 1;
  }
  std::cout << bytes;
  std::cerr << (Sha256(bytes) == report.content_sha256() ? "zegel klopt"
                                                         : "openbare uitgave")
            << "\n";
  return 0;
}
