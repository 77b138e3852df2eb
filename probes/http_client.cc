#include "probes/http_client.h"

#include <curl/curl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <ctime>
#include <memory>
#include <mutex>

#include "base/text.h"
#include "probes/network.h"

namespace fingerpost {
namespace {

constexpr std::size_t kMostHeaders = 64u << 10;  // bytes of all of them
constexpr std::size_t kMostHeaderCount = 200;
constexpr std::chrono::milliseconds kPoll{20};  // how soon a wish to stop is heeded

struct Exchange {
  HttpReply reply;
  const Address* address = nullptr;
  std::size_t header_bytes = 0;
  bool too_many_headers = false;
};

struct FreeEasy {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct FreeMulti {
  void operator()(CURLM* handle) const { curl_multi_cleanup(handle); }
};
struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

// The address is the one that was checked, whatever libcurl believes.
curl_socket_t open_socket(void* data, curlsocktype, curl_sockaddr* wanted) {
  const Address& address = *static_cast<Exchange*>(data)->address;
  if (wanted->addrlen > sizeof(sockaddr_storage) || address.size > sizeof(wanted->addr) + sizeof(sockaddr_storage))
    return CURL_SOCKET_BAD;
  Address asked;
  std::copy_n(reinterpret_cast<const char*>(&wanted->addr), wanted->addrlen, reinterpret_cast<char*>(&asked.bytes));
  asked.size = wanted->addrlen;
  if (asked.family() != address.family() || asked.text() != address.text()) return CURL_SOCKET_BAD;
  return ::socket(address.family(), SOCK_STREAM | SOCK_CLOEXEC, 0);
}

std::size_t take_header(char* bytes, std::size_t, std::size_t size, void* data) {
  auto& exchange = *static_cast<Exchange*>(data);
  const std::string_view line = trim(std::string_view(bytes, size));
  exchange.header_bytes += size;
  if (exchange.header_bytes > kMostHeaders || exchange.reply.headers.size() > kMostHeaderCount) {
    exchange.too_many_headers = true;
    return 0;
  }
  if (line.starts_with("HTTP/")) exchange.reply.headers.clear();  // an interim answer came before
  const std::size_t colon = line.find(':');
  if (!line.starts_with("HTTP/") && colon != std::string_view::npos)
    exchange.reply.headers.emplace_back(to_lower(line.substr(0, colon)), trim(line.substr(colon + 1)));
  return size;
}

std::size_t take_body(char* bytes, std::size_t, std::size_t size, void* data) {
  HttpReply& reply = static_cast<Exchange*>(data)->reply;
  const std::size_t room = kMostBody - reply.body.size();
  reply.body.append(bytes, std::min(room, size));
  if (size <= room) return size;
  reply.body_cut = true;
  return 0;  // which ends the exchange
}

// "SSL connection using TLSv1.3 / TLS_AES_256_GCM_SHA384": there is no other way to it without OpenSSL's own headers.
int take_note(CURL*, curl_infotype type, char* bytes, std::size_t size, void* data) {
  static constexpr std::string_view kMark = "SSL connection using ";
  std::string_view text(bytes, size);
  if (type == CURLINFO_TEXT && text.starts_with(kMark)) {
    text.remove_prefix(kMark.size());
    static_cast<Exchange*>(data)->reply.tls_version = std::string(text.substr(0, text.find(' ')));
  }
  return 0;
}

// "Nov 21 10:45:00 2026 GMT"
std::optional<double> days_until(const std::string& date) {
  std::tm parts{};
  const char* end = ::strptime(date.c_str(), "%b %d %H:%M:%S %Y", &parts);
  if (end == nullptr) return std::nullopt;
  return std::difftime(::timegm(&parts), std::time(nullptr)) / 86400;
}

std::optional<Certificate> certificate_of(CURL* handle) {
  curl_certinfo* info = nullptr;
  if (curl_easy_getinfo(handle, CURLINFO_CERTINFO, &info) != CURLE_OK || info == nullptr || info->num_of_certs < 1)
    return std::nullopt;
  Certificate out;
  std::string common_name;
  for (const curl_slist* item = info->certinfo[0]; item != nullptr; item = item->next) {
    const std::string_view text = item->data;
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) continue;
    const std::string_view key = text.substr(0, colon);
    const std::string_view value = text.substr(colon + 1);
    if (key == "Expire date") out.days_left = days_until(std::string(value));
    if (key == "Issuer") out.issuer = clip(value, 200);
    if (key == "X509v3 Subject Alternative Name")
      for (const std::string_view part : split(value, ','))
        if (const std::size_t sign = part.find(':'); sign != std::string_view::npos && out.names.size() < 50)
          out.names.emplace_back(clip(trim(part.substr(sign + 1)), 100));
    if (key == "Subject")
      if (const std::size_t name = value.find("CN = "); name != std::string_view::npos)
        common_name = clip(value.substr(name + 5), 100);
  }
  if (out.names.empty() && !common_name.empty()) out.names.push_back(common_name);
  return out;
}

void explain(CURLcode result, const char* details, HttpReply& reply) {
  const std::string_view text = *details != '\0' ? details : curl_easy_strerror(result);
  reply.problem = clip(text, 300);
  switch (result) {
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
      reply.untrusted = true;
      reply.code = contains(text, "expired")        ? "CERT_HAS_EXPIRED"
                   : contains(text, "self-signed")  ? "DEPTH_ZERO_SELF_SIGNED_CERT"
                   : contains(text, "subject name") ? "ERR_TLS_CERT_ALTNAME_INVALID"
                                                    : "UNABLE_TO_VERIFY_LEAF_SIGNATURE";
      return;
    case CURLE_SSL_CONNECT_ERROR: reply.code = "TLS"; return;
    case CURLE_OPERATION_TIMEDOUT: reply.code = "ETIMEDOUT"; return;
    case CURLE_COULDNT_CONNECT: reply.code = "ECONNREFUSED"; return;
    case CURLE_GOT_NOTHING: reply.code = "ECONNRESET"; return;
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR: reply.code = "ECONNRESET"; return;
    default: reply.code = "HTTP_PROTOCOL"; return;
  }
}

double milliseconds_at(CURL* handle, CURLINFO which) {
  curl_off_t microseconds = 0;
  curl_easy_getinfo(handle, which, &microseconds);
  return static_cast<double>(microseconds) / 1000;
}

void prepare(CURL* handle, const HttpRequest& request, Exchange& exchange, const std::string& url, char* details) {
  curl_easy_setopt(handle, CURLOPT_URL, url.c_str());
  curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, details);
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(handle, CURLOPT_PROXY, "");
  curl_easy_setopt(handle, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  curl_easy_setopt(handle, CURLOPT_PATH_AS_IS, 1L);
  curl_easy_setopt(handle, CURLOPT_HTTP09_ALLOWED, 0L);
  curl_easy_setopt(handle, CURLOPT_FORBID_REUSE, 1L);
  curl_easy_setopt(handle, CURLOPT_FRESH_CONNECT, 1L);
  curl_easy_setopt(handle, CURLOPT_USERAGENT, std::string(request.agent).c_str());
  if (request.head) curl_easy_setopt(handle, CURLOPT_NOBODY, 1L);
  curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, open_socket);
  curl_easy_setopt(handle, CURLOPT_OPENSOCKETDATA, &exchange);
  curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, take_header);
  curl_easy_setopt(handle, CURLOPT_HEADERDATA, &exchange);
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, &exchange);
  if (!request.user.empty()) {
    curl_easy_setopt(handle, CURLOPT_HTTPAUTH, CURLAUTH_BASIC);
    curl_easy_setopt(handle, CURLOPT_USERNAME, request.user.c_str());
    curl_easy_setopt(handle, CURLOPT_PASSWORD, request.password.c_str());
  }
  if (!request.tls) return;
  curl_easy_setopt(handle, CURLOPT_CERTINFO, 1L);
  curl_easy_setopt(handle, CURLOPT_VERBOSE, 1L);
  curl_easy_setopt(handle, CURLOPT_DEBUGFUNCTION, take_note);
  curl_easy_setopt(handle, CURLOPT_DEBUGDATA, &exchange);
  curl_easy_setopt(handle, CURLOPT_SSL_VERIFYPEER, request.verify ? 1L : 0L);
  curl_easy_setopt(handle, CURLOPT_SSL_VERIFYHOST, request.verify ? 2L : 0L);
  if (request.authorities.empty()) return;
  curl_blob blob = {const_cast<char*>(request.authorities.data()), request.authorities.size(), CURL_BLOB_COPY};
  curl_easy_setopt(handle, CURLOPT_CAINFO_BLOB, &blob);
}

// Drives the exchange to its end; nothing when the deadline came first.
std::optional<CURLcode> drive(CURLM* multi, const Deadline& deadline) {
  for (;;) {
    int running = 0;
    if (curl_multi_perform(multi, &running) != CURLM_OK) return CURLE_OUT_OF_MEMORY;
    if (running == 0) {
      int left = 0;
      const CURLMsg* message = curl_multi_info_read(multi, &left);
      return message != nullptr && message->msg == CURLMSG_DONE ? message->data.result : CURLE_OUT_OF_MEMORY;
    }
    const auto wait = std::min<std::chrono::milliseconds>(deadline.left(), kPoll);
    if (wait.count() == 0) return std::nullopt;
    curl_multi_poll(multi, nullptr, 0, static_cast<int>(wait.count()), nullptr);
  }
}

}  // namespace

std::string_view HttpReply::header(std::string_view name) const {
  const auto found = std::find_if(headers.rbegin(), headers.rend(), [&](const auto& one) { return one.first == name; });
  return found == headers.rend() ? std::string_view() : std::string_view(found->second);
}

HttpReply http_get(const HttpRequest& request, const Address& address, const Deadline& deadline) {
  static std::once_flag once;
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
  Exchange exchange;
  exchange.address = &address;
  const std::unique_ptr<CURL, FreeEasy> easy(curl_easy_init());
  const std::unique_ptr<CURLM, FreeMulti> multi(curl_multi_init());
  if (!easy || !multi) {
    exchange.reply.code = "ENOMEM";
    exchange.reply.problem = "no memory for an HTTP client";
    return std::move(exchange.reply);
  }
  const bool six = request.host.find(':') != std::string::npos;
  const std::string host = six ? "[" + request.host + "]" : request.host;
  const std::string url = fmt::format("{}://{}:{}{}", request.tls ? "https" : "http", host, request.port, request.path);
  // The name is looked up nowhere: it means the address that passed.
  const std::string pinned = fmt::format("{}:{}:{}", host, request.port,
                                         address.family() == AF_INET6 ? "[" + address.host() + "]" : address.host());
  const std::unique_ptr<curl_slist, FreeList> resolved(curl_slist_append(nullptr, pinned.c_str()));
  char details[CURL_ERROR_SIZE] = "";
  prepare(easy.get(), request, exchange, url, details);
  curl_easy_setopt(easy.get(), CURLOPT_RESOLVE, resolved.get());
  curl_multi_add_handle(multi.get(), easy.get());
  const std::optional<CURLcode> result = drive(multi.get(), deadline);

  HttpReply& reply = exchange.reply;
  long number = 0;
  curl_easy_getinfo(easy.get(), CURLINFO_RESPONSE_CODE, &number);
  reply.status = static_cast<int>(number);
  curl_easy_getinfo(easy.get(), CURLINFO_HTTP_VERSION, &number);
  reply.version = number == CURL_HTTP_VERSION_1_0 ? "1.0" : number == CURL_HTTP_VERSION_2_0 ? "2" : "1.1";
  if (request.tls) reply.certificate = certificate_of(easy.get());
  reply.connect_ms = milliseconds_at(easy.get(), CURLINFO_CONNECT_TIME_T);
  if (request.tls)
    reply.tls_ms = std::max(0.0, milliseconds_at(easy.get(), CURLINFO_APPCONNECT_TIME_T) - reply.connect_ms);
  reply.first_byte_ms = milliseconds_at(easy.get(), CURLINFO_STARTTRANSFER_TIME_T);
  reply.total_ms = milliseconds_at(easy.get(), CURLINFO_TOTAL_TIME_T);
  curl_multi_remove_handle(multi.get(), easy.get());

  if (!result) {
    reply.code = deadline.cancelled() ? "ECANCELED" : "ETIMEDOUT";
    reply.problem = deadline.cancelled() ? "cancelled"
                    : reply.status != 0  ? "the answer began and did not end in time"
                                         : "it took the connection and did not answer in time";
  } else if (exchange.too_many_headers) {
    reply.code = "HTTP_PROTOCOL";
    reply.problem = "more headers than any server sends";
  } else if (*result == CURLE_PARTIAL_FILE) {
    reply.cut_short = true;
  } else if (*result != CURLE_OK && !(*result == CURLE_WRITE_ERROR && reply.body_cut)) {
    explain(*result, details, reply);
  }
  return std::move(exchange.reply);
}

}  // namespace fingerpost
