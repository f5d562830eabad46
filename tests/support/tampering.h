// Alters what a service keeps, behind its back, in every way; each must show.
#ifndef OPVANG_TESTS_SUPPORT_TAMPERING_H_
#define OPVANG_TESTS_SUPPORT_TAMPERING_H_

#include <cstdint>

#include "tests/support/test_database.h"

namespace opvang {

// Of every table: a byte of every column, NULL for a value and a value for
// NULL, a row deleted, a row inserted, the table rolled back by a revision;
// every column of the records; the ledger put forward and back. Each is undone.
// What the database itself refuses is not counted. Some are held against a dump
// too, by `deploy/verify-dump`. Answers how many were made.
int ExpectTamperingShows(TestDatabase& db, uint32_t seed);

// Takes the seals away and the facts out of the chain, as a program of before
// seals left it, and seals once what is there.
void SealAnew(TestDatabase& db);

}  // namespace opvang

#endif  // OPVANG_TESTS_SUPPORT_TAMPERING_H_
