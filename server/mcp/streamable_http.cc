#include "server/mcp/streamable_http.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "server/crypto.h"
#include "server/mcp/headers.h"
#include "server/mcp/message.h"
#include "server/settle.h"

namespace fingerpost::mcp {
namespace {

constexpr int kLookMilliseconds = 100;
constexpr const char* kSessionHeader = "Mcp-Session-Id";

http::Reply json_reply(int status, const Json& body) {
  return {status, "application/json", to_line(body), {}};
}

// Errors that come before a method is looked at are the transport's; the others ride on 200, but for an unknown method,
// which the modern revision wants told by the status too.
int status_of(const Json& reply, bool modern) {
  const Json& code = member(member(reply, "error"), "code");
  if (!code.is_number_integer()) return 200;
  switch (code.get<int>()) {
    case kHeaderMismatch:
    case kMissingCapability:
    case kUnsupportedVersion: return 400;
    case kMethodNotFound: return modern ? 404 : 200;
    default: return 200;
  }
}

// Whose request it is, where the client says so. The modern revision has no sessions.
std::string session_of(const http::Request& from, const Request& request) {
  const std::string* session = request.modern ? nullptr : http::header(from.headers, kSessionHeader);
  return session == nullptr ? std::string() : *session;
}

Json shown_id(const Json& value) {
  const Json& id = member(value, "id");
  return id.is_string() || id.is_number_integer() ? id : Json(nullptr);
}

}  // namespace

StreamableHttp::StreamableHttp(Workspace& workspace, const McpOptions& options, Sender sender)
    : workspace_(workspace),
      mcp_(workspace, options),
      extras_(options.extras),
      sender_(std::move(sender)),
      subscriptions_(workspace) {
  wake_ = ::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  watcher_ = std::thread([this] { watch(); });
}

StreamableHttp::~StreamableHttp() {
  stopping_ = true;
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto ignored = ::write(wake_, &one, sizeof one);
  watcher_.join();
  for (const auto& [stream, message] : subscriptions_.endings()) {
    sender_.push(stream, to_line(message));
    sender_.end(stream);
  }
  ::close(wake_);
}

http::Reply StreamableHttp::listen(const Request& request, http::Exchange& exchange) {
  try {
    Wanted wanted = read_wanted(request.parameters);
    const std::uint64_t stream = exchange.keep();
    const Json acknowledgement = acknowledgement_of(request.id, wanted);
    // Changes after the acknowledgement are told, so what they are held against is remembered before it.
    const std::lock_guard lock(mutex_);
    subscriptions_.add(stream, request.id, std::move(wanted));
    if (!exchange.send_event(to_line(acknowledgement))) subscriptions_.remove(stream);
    return {};
  } catch (const Fault& fault) {
    return json_reply(200, error_of(request.id, fault));
  }
}

http::Reply StreamableHttp::answer_batch(const Json& batch, std::string_view version) {
  if (version != kWithBatches)
    return json_reply(400, error_of(nullptr, {kInvalidRequest, "batches are of revision 2025-03-26 only"}));
  if (batch.empty() || batch.size() > kMostBatched)
    return json_reply(400, error_of(nullptr, {kInvalidRequest, "a batch holds 1 to 16 messages"}));
  Json replies = Json::array();
  for (const Json& value : batch) {
    Message message = read_message(value, version);
    if (auto* error = std::get_if<Json>(&message)) {
      replies.push_back(std::move(*error));
    } else if (const auto* request = std::get_if<Request>(&message)) {
      if (auto reply = mcp_.handle(*request, {})) replies.push_back(std::move(*reply));
    }
  }
  if (replies.empty()) return {202, "", "", {}};
  return json_reply(200, replies);
}

http::Reply StreamableHttp::answer(const http::Request& from, http::Exchange& exchange) {
  if (from.method != "POST") return {405, "", "", {{"Allow", "POST"}}};
  const auto value = parse_json(from.body);
  if (!value) return json_reply(400, error_of(nullptr, {kParseError, "not valid JSON"}));
  std::string version;
  try {
    version = version_of(from.headers, *value);
    if (value->is_array()) return answer_batch(*value, version);
    if (version == kModern && value->is_object() && value->contains("id") && member(*value, "method").is_string())
      check_headers(from.headers, *value);
  } catch (const Fault& fault) {
    return json_reply(400, error_of(shown_id(*value), fault));
  }
  const Message message = read_message(*value, version);
  if (const auto* error = std::get_if<Json>(&message)) return json_reply(400, *error);
  if (std::holds_alternative<Ignored>(message) && extras_ != nullptr) extras_->client_replied(*value);
  const auto* request = std::get_if<Request>(&message);
  if (request == nullptr) return {202, "", "", {}};
  if (request->id.is_null()) {
    if (request->method == "notifications/cancelled")
      in_flight_.take_back(session_of(from, *request), member(request->parameters, "requestId"));
    return {202, "", "", {}};
  }
  if (request->method == "subscriptions/listen") return listen(*request, exchange);
  Channel channel;
  bool streams = false;
  channel.notify = [&](const Json& notification) { streams = exchange.send_event(to_line(notification)) || streams; };
  const InFlight::Ticket ticket(in_flight_, session_of(from, *request), request->id);
  // A legacy client that goes away has not taken its request back, but nobody is left to read the reply either.
  channel.cancelled = [&] { return ticket.taken_back() || exchange.closed(); };
  auto reply = mcp_.handle(*request, channel);
  // What was taken back has no reply: a stream without one, for whoever still holds the connection.
  if (ticket.taken_back()) return streams ? http::Reply{} : http::Reply{200, "text/event-stream", "", {}};
  if (!reply) return {503, "", "", {}};  // read by nobody, unless the server is to end
  if (streams) {
    exchange.send_event(to_line(*reply));
    return {};
  }
  http::Reply out = json_reply(status_of(*reply, request->modern), *reply);
  if (request->method == "initialize" && reply->contains("result"))
    if (std::string session = random_hex(); !session.empty()) out.headers.emplace_back(kSessionHeader, session);
  return out;
}

void StreamableHttp::forget(std::uint64_t connection) {
  const std::lock_guard lock(mutex_);
  subscriptions_.remove(connection);
}

// Keeps the maps as the files are, and tells the streams.
void StreamableHttp::watch() {
  while (!stopping_) {
    const std::vector<int> changes = workspace_.change_descriptors();
    std::vector<pollfd> polled = {{wake_, POLLIN, 0}};
    for (const int one : changes) polled.push_back({one, POLLIN, 0});
    const bool told = ::poll(polled.data(), polled.size(), kLookMilliseconds) > 0;
    if (stopping_) return;
    if (told && !wait_until_quiet(changes, {wake_})) return;
    if (!workspace_.readiness().documents) continue;
    if (told || changes.empty())
      workspace_.visit("", [](const std::string&, Repository& repository) { (void)repository.make_fresh(); });
    std::vector<Subscriptions::Notification> news;
    {
      const std::lock_guard lock(mutex_);
      if (!subscriptions_.empty()) news = subscriptions_.changes();
    }
    for (const auto& [stream, notification] : news) sender_.push(stream, to_line(notification));
  }
}

}  // namespace fingerpost::mcp
