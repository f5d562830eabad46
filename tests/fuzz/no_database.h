// What takes the place of the database, of lanes and of who calls.
#ifndef OPVANG_TESTS_FUZZ_NO_DATABASE_H_
#define OPVANG_TESTS_FUZZ_NO_DATABASE_H_

#include "common/base/caller.h"

namespace opvang::fuzz {

// Who calls on this thread; on others it is an auditor, who reads everything.
void SetCaller(const Organisation& caller);

// Whether what is written becomes part of the state.
void SetKeeping(bool keeping);

}  // namespace opvang::fuzz

#endif  // OPVANG_TESTS_FUZZ_NO_DATABASE_H_
