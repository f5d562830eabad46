// Holds the state of a service: SQL keeps, memory answers.
//
// A `State` is everything known up to its `revision`: copied for every write,
// which costs little (`facts.h`), and never changed once others can see it. So
// one state answers for every past: a read at a revision passes over what
// became known later.
//
// A `State` has
//   Revision revision = 0;
//   void Add(Revision, F) for the fact F of each table
//   using Tables = std::tuple<Table<F>…>; static const Tables& AllTables();
#ifndef OPVANG_COMMON_STATE_KEEPER_H_
#define OPVANG_COMMON_STATE_KEEPER_H_

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/base/macros.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "common/db/ledger.h"
#include "common/state/deliveries.h"
#include "common/state/follower.h"
#include "common/state/table.h"

namespace opvang {

// Who recorded a revision, and when: for states that tell it. Of the revision
// being written it is not known yet.
struct Recording {
  absl::Time record_time;
  std::string caller, organisation, actor, method;
};

// A state as known at a revision, which it has reached.
template <typename State>
struct Known {
  const State& state;
  Revision revision;
};

// At a revision asked for; with 0, all of it.
template <typename State>
Known<State> KnownAt(const State& state, Revision revision) {
  return {state, revision == 0 ? state.revision : revision};
}

// What a write knows and adds: its own facts are part of what it knows.
template <typename State>
class Draft {
 public:
  // Of a write that hands over its rows when it has decided.
  Draft(State state, absl::Time record_time)
      : state_(std::move(state)), record_time_(record_time) {
    ++state_.revision;
  }
  // Of one within a transaction.
  Draft(State state, Transaction& tx)
      : Draft(std::move(state), tx.record_time()) {
    tx_ = &tx;
  }

  // The revision being written, and when it is recorded.
  Revision revision() const { return state_.revision; }
  absl::Time record_time() const { return record_time_; }
  Known<State> known() const { return {state_, revision()}; }

  template <typename F>
  void Add(const F& fact) {
    const auto& table = std::get<Table<F>>(State::AllTables());
    rows_[&table.insert()].push_back(table.RowOf(revision(), fact));
    ++row_count_;
    state_.Add(revision(), table.Kept(fact));
  }

  // What was added, and is not flushed.
  const RowsByInsert& rows() const { return rows_; }
  int64_t row_count() const { return row_count_; }
  // Hands the rows to the database, which a write of very many does in parts.
  absl::Status Flush() {
    for (const auto& [insert, rows] : rows_) {
      RETURN_IF_ERROR(tx().Insert(*insert, rows));
    }
    rows_.clear();
    return absl::OkStatus();
  }

  // For what a write within a transaction reads and adds beside the state.
  Transaction& tx() {
    ABSL_ASSERT(tx_ != nullptr);
    return *tx_;
  }
  State&& Take() && { return std::move(state_); }

 private:
  State state_;
  absl::Time record_time_;
  Transaction* tx_ = nullptr;
  RowsByInsert rows_;
  int64_t row_count_ = 0;
};

template <typename State>
class Keeper {
 public:
  Keeper(Database& db, const Clock& clock)
      : db_(db),
        clock_(clock),
        follower_(
            db, [this] { return Now()->revision; },
            [this](Transaction& tx, Revision until) {
              return Follow(tx, until).status();
            }) {}

  // The last state that was made.
  std::shared_ptr<const State> Now() const {
    absl::MutexLock lock(&mutex_);
    return state_;
  }

  bool IsServing() const { return follower_.IsServing(); }
  bool IsWritable() const { return follower_.IsWritable(); }
  Follower::Standing standing() const { return follower_.standing(); }
  const Deliveries& deliveries() const { return deliveries_; }

  // Calls `then` with a state that has reached `revision`; with 0, one that has
  // every write acknowledged before. OUT_OF_RANGE / REVISION_AHEAD beyond the
  // present. `then` must not take long.
  using Then =
      std::function<void(absl::StatusOr<std::shared_ptr<const State>>)>;
  void Reach(Revision revision, Then then) {
    if (revision < 0) return then(RevisionNegative(revision));
    std::shared_ptr<const State> now = Now();
    if (revision > 0 && now->revision >= revision) return then(std::move(now));
    follower_.WhenFresh(
        [this, revision, then = std::move(then)](const absl::Status& status) {
          if (!status.ok()) return then(status);
          std::shared_ptr<const State> fresh = Now();
          if (revision > fresh->revision) {
            return then(RevisionAhead(revision, fresh->revision));
          }
          then(std::move(fresh));
        });
  }

  // The same for a thread that may wait for it.
  absl::StatusOr<std::shared_ptr<const State>> ReachNow(Revision revision) {
    absl::StatusOr<std::shared_ptr<const State>> reached;
    absl::Notification done;
    Reach(revision, [&](absl::StatusOr<std::shared_ptr<const State>> state) {
      reached = std::move(state);
      done.Notify();
    });
    done.WaitForNotification();
    return reached;
  }

  // As `Write` of the ledger: `change(draft)` decides in memory and adds facts.
  template <typename Response, typename Change>
  absl::StatusOr<Response> Write(const Call& call,
                                 const google::protobuf::Message& request,
                                 Change change) {
    // One at a time, as the ledger has it: so each finds the one before.
    absl::MutexLock lock(&write_mutex_);
    if (!IsDryRun(request)) {
      std::optional<absl::StatusOr<Response>> response =
          WriteAtOnce<Response>(call, request, change);
      if (response.has_value()) return *std::move(response);
    }
    return WriteLocked<Response>(call, request, change);
  }

  // The same for a write that needs more of the database than its facts:
  // `draft.tx()`, under the ledger's lock.
  template <typename Response, typename Change>
  absl::StatusOr<Response> WriteWithin(const Call& call,
                                       const google::protobuf::Message& request,
                                       Change change) {
    absl::MutexLock lock(&write_mutex_);
    return WriteLocked<Response>(call, request, change);
  }

 private:
  // More rows than this go in several statements.
  static constexpr int64_t kRowsAtOnce = 200;

  // Decides on the last state, and appends in one round if nothing was written
  // since. Nothing when that cannot be, or when the answer is an error: whether
  // the call is a repeat, and of what, tells the lock.
  template <typename Response, typename Change>
  std::optional<absl::StatusOr<Response>> WriteAtOnce(
      const Call& call, const google::protobuf::Message& request,
      Change& change) ABSL_EXCLUSIVE_LOCKS_REQUIRED(write_mutex_) {
    const std::shared_ptr<const State> last = Now();
    if (!head_.has_value() || head_->revision != last->revision) {
      return std::nullopt;
    }
    Draft<State> draft(*last, RecordTimeAfter(*head_, clock_));
    const absl::StatusOr<Response> answer = change(draft);
    if (!answer.ok() || draft.row_count() > kRowsAtOnce) return std::nullopt;
    const absl::StatusOr<LedgerHead> head =
        AppendAtOnce(db_, call, request, *head_, draft.record_time(),
                     draft.rows(), Serialize(*answer));
    head_.reset();
    if (absl::IsUnavailable(head.status())) return head.status();
    if (!head.ok()) return std::nullopt;
    head_ = *head;
    PublishWrite(call, *head, std::move(draft).Take());
    return answer;
  }

  template <typename Response, typename Change>
  absl::StatusOr<Response> WriteLocked(const Call& call,
                                       const google::protobuf::Message& request,
                                       Change& change)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(write_mutex_) {
    std::optional<State> next;
    LedgerHead written;
    absl::StatusOr<Response> response = opvang::Write<Response>(
        db_, clock_, call, request,
        [&](Transaction& tx) -> absl::StatusOr<Response> {
          next.reset();
          ASSIGN_OR_RETURN(const std::shared_ptr<const State> last,
                           Follow(tx, tx.revision() - 1));
          Draft<State> draft(*last, tx);
          ASSIGN_OR_RETURN(Response answer, change(draft));
          RETURN_IF_ERROR(draft.Flush());
          next = std::move(draft).Take();
          return answer;
        },
        &written);
    if (response.ok() && next.has_value() && written.revision > 0) {
      head_ = written;
      PublishWrite(call, written, *std::move(next));
    }
    return response;
  }

  void PublishWrite(const Call& call, const LedgerHead& written, State next) {
    if constexpr (requires { next.Add(0, Recording()); }) {
      next.Add(written.revision,
               Recording{written.record_time, call.caller.oin, call.caller.name,
                         call.actor, call.method});
    }
    deliveries_.Note(call.caller.oin, call.caller.name, call.method,
                     written.record_time);
    Publish(std::make_shared<const State>(std::move(next)));
  }

  // A state that has reached `until`, out of the last one and the rows after.
  absl::StatusOr<std::shared_ptr<const State>> Follow(Transaction& tx,
                                                      Revision until) {
    std::shared_ptr<const State> last = Now();
    if (last->revision >= until) return last;
    auto next = std::make_shared<State>(*last);
    absl::Status status;
    std::apply(
        [&](const auto&... table) {
          (status.Update(table.ReadAfter(tx, last->revision, until,
                                         [&](Revision revision, auto fact) {
                                           next->Add(revision, std::move(fact));
                                         })),
           ...);
        },
        State::AllTables());
    RETURN_IF_ERROR(status);
    RETURN_IF_ERROR(deliveries_.Follow(tx, last->revision, until));
    next->revision = until;
    Publish(next);
    return std::shared_ptr<const State>(std::move(next));
  }

  void Publish(std::shared_ptr<const State> state) {
    absl::MutexLock lock(&mutex_);
    if (state->revision > state_->revision) state_.swap(state);
  }

  Database& db_;
  const Clock& clock_;
  absl::Mutex write_mutex_;
  // Of the last write of this program; nothing when others may have followed.
  std::optional<LedgerHead> head_ ABSL_GUARDED_BY(write_mutex_);
  mutable absl::Mutex mutex_;
  std::shared_ptr<const State> state_ ABSL_GUARDED_BY(mutex_) =
      std::make_shared<const State>();
  Deliveries deliveries_;
  Follower follower_;  // Last: its thread uses the others.
};

}  // namespace opvang

#endif  // OPVANG_COMMON_STATE_KEEPER_H_
