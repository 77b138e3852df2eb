#include "probes/run.h"

#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <set>
#include <thread>

#include "base/utf8.h"

namespace fingerpost {
namespace {

// Nothing leaves with a secret, a control character or an escape sequence in it.
void clean(std::string& text, const Surroundings& around) {
  if (!text.empty()) text = sanitize_for_display(around.redacted(text));
}

void clean(Outcome& outcome, const Surroundings& around) {
  clean(outcome.target, around);
  clean(outcome.summary, around);
  for (Check& check : outcome.checks)
    for (std::string* text : {&check.seen, &check.expected, &check.advice}) clean(*text, around);
  for (Measure& measure : outcome.measures)
    if (auto* text = std::get_if<std::string>(&measure.value)) clean(*text, around);
  for (auto* list : {&outcome.codes, &outcome.messages, &outcome.notes})
    for (std::string& text : *list) clean(text, around);
}

Outcome run_one(const Planned& planned, const Surroundings& around, const Deadline& deadline) {
  Outcome out;
  out.probe = std::string(planned.probe->name);
  out.target = planned.shown;
  out.origin = planned.origin;
  const Stopwatch watch;
  if (deadline.passed()) {
    out.add("deadline", Status::error, deadline.cancelled() ? "cancelled" : "no time was left to begin",
            "allow more time, or probe less at once");
  } else {
    // The last resort: memory that ran out in one probe is no reason to lose what the others saw.
    try {
      planned.probe->run(planned, around, deadline, out);
    } catch (const std::exception& problem) {
      out.add("internal", Status::error, problem.what());
    }
    judge(out, around.thresholds(), planned.probe->thresholds);
    if (deadline.cancelled()) out.add("deadline", Status::error, "cancelled");
  }
  out.milliseconds = watch.milliseconds();
  clean(out, around);
  out.conclude();
  return out;
}

// Only one probe at a time goes to one server: they would slow each other down and read each other's load.
class Queue {
 public:
  explicit Queue(std::span<const Planned> planned) : planned_(planned), taken_(planned.size(), false) {}

  // The next that may begin, waiting for one; planned.size() when all are taken.
  std::size_t take() {
    std::unique_lock lock(mutex_);
    for (;;) {
      bool any_left = false;
      for (std::size_t i = 0; i < planned_.size(); ++i) {
        if (taken_[i]) continue;
        any_left = true;
        const std::string server = server_of(i);
        if (!server.empty() && !busy_.insert(server).second) continue;
        taken_[i] = true;
        return i;
      }
      if (!any_left) return planned_.size();
      ended_.wait(lock);
    }
  }
  void ended(std::size_t i) {
    {
      const std::lock_guard lock(mutex_);
      busy_.erase(server_of(i));
    }
    ended_.notify_all();
  }

 private:
  std::string server_of(std::size_t i) const {
    const Target& target = planned_[i].target;
    return target.host.empty() ? std::string() : fmt::format("{}:{}", target.host, target.port);
  }

  std::span<const Planned> planned_;
  std::mutex mutex_;
  std::condition_variable ended_;
  std::vector<bool> taken_;     // guarded by mutex_
  std::set<std::string> busy_;  // the same
};

}  // namespace

std::vector<Outcome> run_probes(std::span<const Planned> planned, const Surroundings& around, const Deadline& deadline,
                                const RunOptions& options) {
  std::vector<Outcome> out(planned.size());
  Queue queue(planned);
  std::mutex telling;
  const auto work = [&] {
    for (;;) {
      const std::size_t next = queue.take();
      if (next == planned.size()) return;
      out[next] = run_one(planned[next], around, deadline);
      queue.ended(next);
      if (options.on_outcome) {
        const std::lock_guard lock(telling);
        options.on_outcome(next, out[next]);
      }
    }
  };
  const std::size_t threads = std::clamp<std::size_t>(std::min(options.at_once, planned.size()), 1, 16);
  {
    std::vector<std::jthread> helpers;
    for (std::size_t i = 1; i < threads; ++i) helpers.emplace_back(work);
    work();
  }
  return out;
}

}  // namespace fingerpost
