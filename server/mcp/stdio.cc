#include "server/mcp/stdio.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <deque>

#include "server/mcp/line_reader.h"
#include "server/mcp/message.h"
#include "server/mcp/subscriptions.h"
#include "server/settle.h"

namespace fingerpost::mcp {
namespace {

constexpr std::size_t kLongestMessage = 4u << 20;

class Stdio {
 public:
  Stdio(Workspace& workspace, const McpOptions& options)
      : workspace_(workspace), mcp_(workspace, options), subscriptions_(workspace), lines_(kLongestMessage) {
    out_ = ::fcntl(1, F_DUPFD_CLOEXEC, 3);
    ::dup2(2, 1);
    ::signal(SIGPIPE, SIG_IGN);
    parent_ = ::getppid();
    // A descriptor that becomes readable when the parent ends. Signals on its death would come at the end of the
    // parent's thread that started us, too.
    parent_end_ = static_cast<int>(::syscall(SYS_pidfd_open, parent_, 0));
  }
  ~Stdio() {
    ::close(out_);
    if (parent_end_ >= 0) ::close(parent_end_);
  }

  int run() {
    while (!ended_ || !waiting_.empty()) {
      if (waiting_.empty()) {
        wait();
        continue;
      }
      Json value = std::move(waiting_.front());
      waiting_.pop_front();
      if (value.is_array())
        answer_batch(value);
      else if (auto reply = answer_one(std::move(value)))
        send(*reply);
      if (broken_) return 0;
    }
    for (const auto& [stream, message] : subscriptions_.endings()) send(message);
    return 0;
  }

 private:
  void send(const Json& message) {
    const std::string line = to_line(message) + "\n";
    std::string_view rest = line;
    while (!rest.empty() && !broken_) {
      const ssize_t wrote = ::write(out_, rest.data(), rest.size());
      if (wrote < 0 && errno == EINTR) continue;
      if (wrote <= 0) {
        // Nobody reads any more: there is nothing left to do here.
        broken_ = ended_ = true;
        return;
      }
      rest.remove_prefix(static_cast<std::size_t>(wrote));
    }
  }

  // Reads what is there; waits for it up to `milliseconds`, or for ever when negative.
  void read_input(int milliseconds, const std::vector<int>& changes) {
    std::vector<pollfd> polled = {{0, POLLIN, 0}, {parent_end_, POLLIN, 0}};
    for (const int one : changes) polled.push_back({one, POLLIN, 0});
    if (::poll(polled.data(), polled.size(), milliseconds) <= 0) {
      if (parent_end_ < 0 && ::getppid() != parent_) ended_ = true;
      return;
    }
    if (polled[1].revents != 0) ended_ = true;
    if (polled[0].revents == 0) return;
    char buffer[1 << 16];
    const ssize_t got = ::read(0, buffer, sizeof buffer);
    if (got < 0 && (errno == EINTR || errno == EAGAIN)) return;
    if (got <= 0) {
      ended_ = true;
      return;
    }
    lines_.feed({buffer, static_cast<std::size_t>(got)});
    while (auto line = lines_.take()) take(*line);
  }

  void take(const LineReader::Line& line) {
    if (line.too_long) return send(error_of(nullptr, {kParseError, "a message longer than 4 MiB"}));
    auto value = parse_json(line.text);
    if (!value) return send(error_of(nullptr, {kParseError, "not valid JSON"}));
    if (take_back(*value)) return;
    waiting_.push_back(std::move(*value));
  }

  // A request that the client no longer wants: the one at work, one that waits, or a stream.
  bool take_back(const Json& value) {
    if (text_at(value, "method") != "notifications/cancelled") return false;
    const Json& id = member(member(value, "params"), "requestId");
    if (id.is_null()) return true;
    if (id == at_work_) taken_back_ = true;
    subscriptions_.remove(0, id);
    waiting_.erase(std::remove_if(waiting_.begin(), waiting_.end(),
                                  [&](const Json& one) {
                                    return member(one, "id") == id && text_at(one, "method") != "initialize";
                                  }),
                   waiting_.end());
    return true;
  }

  // Waits for input and, while somebody listens, for changes of files.
  void wait() {
    if (subscriptions_.empty()) return read_input(parent_end_ < 0 ? 1000 : -1, {});
    const std::vector<int> changes = workspace_.change_descriptors();
    // Until the map is whole, and where the system tells nothing, it is looked at now and then.
    const bool blind = changes.empty() || !workspace_.readiness().whole;
    const auto before = std::chrono::steady_clock::now();
    read_input(blind ? 100 : 1000, changes);
    if (!waiting_.empty() || ended_) return;
    if (!blind && std::chrono::steady_clock::now() - before < std::chrono::milliseconds(1000))
      (void)wait_until_quiet(changes, {0});
    for (const auto& [stream, message] : subscriptions_.changes()) send(message);
  }

  std::optional<Json> answer_one(Json value) {
    Message message = read_message(std::move(value), version_);
    if (auto* error = std::get_if<Json>(&message)) return std::move(*error);
    auto* request = std::get_if<Request>(&message);
    if (request == nullptr || request->id.is_null()) return std::nullopt;
    if (request->method == "subscriptions/listen" ||
        (!request->modern && request->method.starts_with("resources/") && request->method.ends_with("subscribe")))
      return subscribe(*request);
    at_work_ = request->id;
    taken_back_ = false;
    Channel channel;
    channel.notify = [this](const Json& notification) { send(notification); };
    channel.cancelled = [this] { return look_up(); };
    channel.client = client_;
    auto reply = mcp_.handle(*request, channel);
    at_work_ = nullptr;
    if (reply && request->method == "initialize" && reply->contains("result")) {
      version_ = (*reply)["result"]["protocolVersion"].get<std::string>();
      client_ = text_at(member(request->parameters, "clientInfo"), "name");
    }
    if (taken_back_) return std::nullopt;
    return reply;
  }

  // Between steps of long work: reads what came, and answers what waits for no repository.
  bool look_up() {
    read_input(0, {});
    for (auto one = waiting_.begin(); one != waiting_.end();) {
      Message message = one->is_array() ? Message(Ignored{}) : read_message(*one, version_);
      auto* request = std::get_if<Request>(&message);
      if (request == nullptr || request->id.is_null() || !Mcp::is_immediate(*request)) {
        ++one;
        continue;
      }
      if (auto reply = mcp_.handle(*request, {})) send(*reply);
      one = waiting_.erase(one);
    }
    return taken_back_ || ended_;
  }

  std::optional<Json> subscribe(const Request& request) {
    try {
      if (request.method == "subscriptions/listen") {
        Wanted wanted = read_wanted(request.parameters);
        const Json acknowledgement = acknowledgement_of(request.id, wanted);
        // Changes after the acknowledgement are told, so what they are held against is remembered before it.
        subscriptions_.add(0, request.id, std::move(wanted));
        send(acknowledgement);
        return std::nullopt;
      }
      const std::string uri = text_at(request.parameters, "uri");
      if (uri.empty()) throw Fault{kInvalidParams, request.method + " needs the text 'uri'"};
      if (request.method == "resources/subscribe")
        subscriptions_.add_resource(uri);
      else
        subscriptions_.remove_resource(uri);
      return result_of(request.id, Json::object());
    } catch (const Fault& fault) {
      return error_of(request.id, fault);
    }
  }

  // Only revision 2025-03-26 has batches.
  void answer_batch(const Json& batch) {
    if (version_ != kWithBatches)
      return send(error_of(nullptr, {kInvalidRequest, "batches are of revision 2025-03-26 only"}));
    if (batch.empty() || batch.size() > kMostBatched)
      return send(error_of(nullptr, {kInvalidRequest, "a batch holds 1 to 16 messages"}));
    Json replies = Json::array();
    for (const Json& value : batch)
      if (auto reply = answer_one(value)) replies.push_back(std::move(*reply));
    if (!replies.empty()) send(replies);
  }

  Workspace& workspace_;
  Mcp mcp_;
  Subscriptions subscriptions_;
  LineReader lines_;
  std::deque<Json> waiting_;
  std::string version_{kLegacy.front()};  // of the legacy client, once it said so
  std::string client_;                    // what it called itself
  Json at_work_;                          // the id of the request being answered
  bool taken_back_ = false;
  bool ended_ = false;   // no more input
  bool broken_ = false;  // nobody reads
  int out_ = -1;
  pid_t parent_ = 0;
  int parent_end_ = -1;
};

}  // namespace

int serve_stdio(Workspace& workspace, const McpOptions& options) {
  return Stdio(workspace, options).run();
}

}  // namespace fingerpost::mcp
