#include "common/db/seal.h"

#include <cppconn/resultset.h>
#include <cppconn/statement.h>
#include <openssl/evp.h>

#include <algorithm>
#include <memory>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/digest.h"
#include "common/base/status.h"
#include "common/db/sql_status.h"

namespace opvang {
namespace {

constexpr Revision kRevisionsAtOnce = 100;
constexpr Revision kFirstWrite = 2;

// Reads rows as the database prints them, the same as in a dump of it.
absl::Status ForEachRow(Connection& connection, const std::string& query,
                        absl::FunctionRef<void(const sql::ResultSet&)> read) {
  return connection.Noting(CatchSql([&]() -> absl::Status {
    const std::unique_ptr<sql::Statement> statement(
        connection.session().createStatement());
    const std::unique_ptr<sql::ResultSet> rows(statement->executeQuery(query));
    while (rows->next()) read(*rows);
    return absl::OkStatus();
  }));
}

std::string Text(const sql::ResultSet& row, unsigned int column) {
  const sql::SQLString text = row.getString(column);
  return std::string(text.c_str(), text.length());
}

std::string Between(Revision first, Revision last) {
  return absl::StrCat(" WHERE revision BETWEEN ",
                      first == kFirstWrite ? 0 : first, " AND ", last);
}

std::string HexOf(const std::array<unsigned char, 32>& digest) {
  return absl::BytesToHexString(
      {reinterpret_cast<const char*>(digest.data()), digest.size()});
}

absl::string_view TableOf(absl::string_view line) {
  return line.substr(0, line.find(' '));
}

}  // namespace

void Seal::Add(const std::string& table, Columns columns) {
  std::sort(columns.begin(), columns.end());
  std::string row = absl::StrCat(table, "\n");
  for (const auto& [name, value] : columns) {
    absl::StrAppend(&row, name, "=", value.size(), ":", value, "\n");
  }
  const std::string bytes = absl::HexStringToBytes(Sha256(row));
  std::copy(bytes.begin(), bytes.end(), digests_[table].emplace_back().begin());
}

std::string Seal::Lines() {
  std::string lines;
  for (auto& [table, digests] : digests_) {
    std::sort(digests.begin(), digests.end());
    // A write may have very many rows: their digests are never one text.
    const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> all(
        EVP_MD_CTX_new(), EVP_MD_CTX_free);
    EVP_DigestInit_ex(all.get(), EVP_sha256(), nullptr);
    for (const Digest& digest : digests) {
      const std::string line = absl::StrCat(HexOf(digest), "\n");
      EVP_DigestUpdate(all.get(), line.data(), line.size());
    }
    Digest whole;
    EVP_DigestFinal_ex(all.get(), whole.data(), nullptr);
    absl::StrAppend(&lines, table, " ", digests.size(), " ", HexOf(whole),
                    "\n");
  }
  return lines;
}

std::string DifferingTable(absl::string_view sealed, absl::string_view found) {
  if (sealed == found) return "";
  const std::vector<absl::string_view> a = absl::StrSplit(sealed, '\n');
  const std::vector<absl::string_view> b = absl::StrSplit(found, '\n');
  size_t at = 0;
  while (at < a.size() && at < b.size() && a[at] == b[at]) ++at;
  // The table that comes first is the one that the other side lacks.
  const absl::string_view one = at < a.size() ? TableOf(a[at]) : "";
  const absl::string_view other = at < b.size() ? TableOf(b[at]) : "";
  if (one.empty()) return std::string(other);
  if (other.empty()) return std::string(one);
  return std::string(std::min(one, other));
}

absl::StatusOr<FactTables> FactTables::Of(Connection& connection) {
  std::map<std::string, std::vector<std::string>> columns;
  // Generated columns repeat what others hold.
  RETURN_IF_ERROR(ForEachRow(
      connection,
      "SELECT table_name, column_name FROM information_schema.columns WHERE "
      "table_schema = DATABASE() AND table_name NOT IN ('ledger', 'revisions') "
      "AND COALESCE(generation_expression, '') = '' ORDER BY table_name, "
      "column_name",
      [&](const sql::ResultSet& row) {
        columns[Text(row, 1)].push_back(Text(row, 2));
      }));
  std::vector<Table> tables;
  for (auto& [name, all] : columns) {
    if (std::find(all.begin(), all.end(), "revision") == all.end()) continue;
    tables.push_back({name, std::move(all)});
  }
  return FactTables(connection, std::move(tables));
}

template <typename Take>
absl::Status FactTables::ForEach(Revision first, Revision last,
                                 Take take) const {
  for (const Table& table : tables_) {
    std::string list = "revision";
    for (const std::string& column : table.columns) {
      absl::StrAppend(&list, ", `", column, "`");
    }
    RETURN_IF_ERROR(
        ForEachRow(connection_,
                   absl::StrCat("SELECT ", list, " FROM `", table.name, "`",
                                Between(first, last)),
                   [&](const sql::ResultSet& row) {
                     Seal::Columns columns;
                     for (size_t i = 0; i < table.columns.size(); ++i) {
                       const auto at = static_cast<unsigned int>(i + 2);
                       if (row.isNull(at)) continue;
                       columns.emplace_back(table.columns[i], Text(row, at));
                     }
                     take(row.getInt64(1), table.name, std::move(columns));
                   }));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::map<Revision, Seal>> FactTables::Read(Revision first,
                                                          Revision last) const {
  std::map<Revision, Seal> seals;
  RETURN_IF_ERROR(ForEach(
      first, last,
      [&](Revision revision, const std::string& table, Seal::Columns columns) {
        seals[std::max(revision, kFirstWrite)].Add(table, std::move(columns));
      }));
  return seals;
}

absl::StatusOr<Seal> FactTables::ReadThrough(Revision last) const {
  // A digest is 32 bytes: what is sealed at once is not held whole.
  Seal seal;
  for (Revision at = 0; at <= last; at += kRevisionsAtOnce) {
    RETURN_IF_ERROR(
        ForEach(at, std::min(last, at + kRevisionsAtOnce - 1),
                [&](Revision, const std::string& table, Seal::Columns columns) {
                  seal.Add(table, std::move(columns));
                }));
  }
  return seal;
}

absl::StatusOr<int64_t> FactTables::Count(Revision first, Revision last) const {
  int64_t count = 0;
  for (const Table& table : tables_) {
    RETURN_IF_ERROR(ForEachRow(
        connection_,
        absl::StrCat("SELECT COUNT(*) FROM `", table.name, "`",
                     Between(first, last)),
        [&](const sql::ResultSet& row) { count += row.getInt64(1); }));
  }
  return count;
}

absl::StatusOr<std::string> FactTables::FindStray(Revision last) const {
  for (const Table& table : tables_) {
    int64_t count = 0;
    RETURN_IF_ERROR(ForEachRow(
        connection_,
        absl::StrCat("SELECT COUNT(*) FROM `", table.name,
                     "` WHERE revision < 0 OR revision > ", last,
                     " OR revision IS NULL"),
        [&](const sql::ResultSet& row) { count += row.getInt64(1); }));
    if (count > 0) return table.name;
  }
  return std::string();
}

}  // namespace opvang
