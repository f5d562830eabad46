#ifndef OPVANG_TESTS_LOCATIONS_DOOR_H_
#define OPVANG_TESTS_LOCATIONS_DOOR_H_

#include <memory>
#include <utility>

#include "services/locations/location_service.h"
#include "tests/support/in_process.h"
#include "tests/support/test_database.h"

namespace opvang::locations {

// The service as one caller meets it.
struct Door {
  using Stub = pb::LocationService::Stub;
  Door(TestDatabase& db, const Clock& clock, Organisation caller)
      : organisations(Organisations::Loopback(std::move(caller))),
        service(*db, clock, *organisations),
        server(service),
        stub(pb::LocationService::NewStub(server.channel())) {}
  std::unique_ptr<Organisations> organisations;
  LocationService service;
  InProcess server;
  std::unique_ptr<Stub> stub;
};

}  // namespace opvang::locations

#endif  // OPVANG_TESTS_LOCATIONS_DOOR_H_
