// A table of facts: its columns, said once, for writing and for reading.
//
// Most facts are messages of the contract whose fields are named as the columns
// are; what differs is told as a `Column`. Rows are only ever appended, and
// read by the revision at which they became known.
#ifndef OPVANG_COMMON_STATE_TABLE_H_
#define OPVANG_COMMON_STATE_TABLE_H_

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "common/db/transaction.h"
#include "common/state/compact.h"
#include "common/state/facts.h"
#include "google/protobuf/message.h"

namespace opvang {

// How a fact gives a column its value, takes it back, and hands it to another
// fact. A column with `write` alone is there for the database.
template <typename F>
struct Column {
  std::function<Value(const F&)> write;
  std::function<void(const Row&, int, F&)> read;
  std::function<void(const F& from, F& to)> copy;
};

// The field that a column is named after: a text, count, choice, truth, or day;
// NULL where it is not set. Every other column is said to be none.
class FieldColumn {
 public:
  FieldColumn(const google::protobuf::Descriptor& message,
              const std::string& field);
  Value Write(const google::protobuf::Message& fact) const;
  void Read(const Row& row, int column, google::protobuf::Message& fact) const;
  void Copy(const google::protobuf::Message& from,
            google::protobuf::Message& to) const;

 private:
  const google::protobuf::FieldDescriptor* field_;
};

// The names in "name, revision, source".
std::vector<std::string> ColumnNames(const Sql& columns);

// The column that holds `field` of a message.
template <typename F>
Column<F> Field(const std::string& field) {
  const FieldColumn column(*F::descriptor(), field);
  return {.write = [column](const F& fact) { return column.Write(fact); },
          .read = [column](const Row& row, int place,
                           F& fact) { column.Read(row, place, fact); },
          .copy = [column](const F& from, F& to) { column.Copy(from, to); }};
}

// The column that holds a member of a fact: a text, count, truth, choice or
// day, NULL where it is absent.
template <typename T>
T ReadAs(const Row& row, int column) {
  if constexpr (std::is_same_v<T, std::string>) {
    return row.Text(column);
  } else if constexpr (std::is_same_v<T, absl::CivilDay>) {
    return row.Day(column);
  } else if constexpr (std::is_same_v<T, Interned>) {
    return Interned(row.Text(column));
  } else if constexpr (std::is_same_v<T, ShortDay>) {
    return row.IsNull(column) ? ShortDay() : ShortDay(row.Day(column));
  } else if constexpr (std::is_same_v<T, absl::Time>) {
    return row.Time(column);
  } else if constexpr (std::is_integral_v<T> || std::is_enum_v<T>) {
    return static_cast<T>(row.Int(column));
  } else {
    using Present = typename T::value_type;
    return row.IsNull(column) ? T() : T(ReadAs<Present>(row, column));
  }
}
template <typename T>
Value WriteAs(const T& member) {
  if constexpr (std::is_enum_v<T>) {
    return static_cast<int64_t>(member);
  } else if constexpr (std::is_same_v<T, Interned>) {
    return *member;
  } else if constexpr (std::is_same_v<T, ShortDay>) {
    return member.has_value() ? std::optional(*member) : std::nullopt;
  } else {
    return member;
  }
}
template <typename F, typename T>
Column<F> ColumnOf(T F::*member) {
  return {
      .write = [member](const F& fact) { return WriteAs(fact.*member); },
      .read = [member](const Row& row, int column,
                       F& fact) { fact.*member = ReadAs<T>(row, column); },
      .copy = [member](const F& from, F& to) { to.*member = from.*member; }};
}

// A column that is there for whoever looks into the database: nothing reads it.
template <typename F, typename Of>
Column<F> WriteOnly(Of of) {
  return {.write = [of](const F& fact) -> Value { return of(fact); },
          .read = {},
          .copy = {}};
}

// The column that holds a field of a message within a fact.
template <typename F, typename M>
Column<F> FieldOf(M F::*part, const std::string& field) {
  const Column<M> column = Field<M>(field);
  return {
      .write = [=](const F& fact) { return column.write(fact.*part); },
      .read = [=](const Row& row, int place,
                  F& fact) { column.read(row, place, fact.*part); },
      .copy = [=](const F& from, F& to) { column.copy(from.*part, to.*part); }};
}

template <typename F>
class Table {
 public:
  using Columns = std::map<std::string, Column<F>>;

  // `special` has the columns that are no fields of that name.
  Table(const Sql& name, const Sql& columns, Columns special = {})
      : insert_(Sql("INSERT INTO ") + name + " (" + columns + ") VALUES "),
        select_(Sql("SELECT revision, ") + columns + " FROM " + name +
                " WHERE revision > ? AND revision <= ?") {
    for (const std::string& column : ColumnNames(columns)) {
      const auto found = special.find(column);
      if (found != special.end()) {
        columns_.push_back(found->second);
      } else if (column == "revision") {
        columns_.push_back({});
      } else if constexpr (std::is_base_of_v<google::protobuf::Message, F>) {
        columns_.push_back(Field<F>(column));
      }
    }
  }

  const Sql& insert() const { return insert_; }

  std::vector<Value> RowOf(Revision revision, const F& fact) const {
    std::vector<Value> row;
    row.reserve(columns_.size());
    for (const Column<F>& column : columns_) {
      row.push_back(column.write ? column.write(fact) : Value(revision));
    }
    return row;
  }

  // The fact as it will be read again: what no column holds is left out.
  F Kept(const F& fact) const {
    F kept;
    for (const Column<F>& column : columns_) {
      if (column.copy) column.copy(fact, kept);
    }
    return kept;
  }

  // Hands over what became known after `after`, up to and including `until`, by
  // revision.
  template <typename Take>
  absl::Status ReadAfter(Transaction& tx, Revision after, Revision until,
                         Take take) const {
    std::vector<Fact<F>> facts;
    RETURN_IF_ERROR(tx.ForEach(select_, {after, until}, [&](const Row& row) {
      Fact<F>& fact = facts.emplace_back(Fact<F>{row.Int(0), F()});
      for (size_t i = 0; i < columns_.size(); ++i) {
        if (!columns_[i].read) continue;
        columns_[i].read(row, static_cast<int>(i) + 1, fact.value);
      }
    }));
    // Here, not in SQL, which would sort on disk.
    std::stable_sort(facts.begin(), facts.end(),
                     [](const Fact<F>& a, const Fact<F>& b) {
                       return a.revision < b.revision;
                     });
    for (Fact<F>& fact : facts) take(fact.revision, std::move(fact.value));
    return absl::OkStatus();
  }

 private:
  Sql insert_, select_;
  std::vector<Column<F>> columns_;
};

}  // namespace opvang

#endif  // OPVANG_COMMON_STATE_TABLE_H_
