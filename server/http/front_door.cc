#include "server/http/front_door.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace fingerpost::http {
namespace {

bool is_token(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return is_alnum(c) || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
  });
}

bool is_visible(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

// A header's value: no control characters but tabs.
bool is_value(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte == '\t' || (byte >= 0x20 && byte != 0x7f);
  });
}

template <class Number>
bool read_number(std::string_view text, Number& out, int base) {
  const auto read = std::from_chars(text.data(), text.data() + text.size(), out, base);
  return read.ec == std::errc() && read.ptr == text.data() + text.size();
}

int headers_named(const Headers& headers, std::string_view name) {
  return static_cast<int>(std::count_if(headers.begin(), headers.end(),
                                        [&](const auto& one) { return equal_ignoring_case(one.first, name); }));
}

}  // namespace

FrontDoor::State FrontDoor::refuse(int status, std::string why) {
  refused_ = {status, std::move(why)};
  pending_.clear();
  return State::refused;
}

// The head without the empty line that ends it; false when it is refused.
bool FrontDoor::read_head(std::string_view head) {
  const auto no = [&](int status, std::string why) {
    refuse(status, std::move(why));
    return false;
  };
  Head out;
  bool first = true;
  std::string minor;
  for (std::size_t at = 0; at <= head.size();) {
    const auto end = std::min(head.find("\r\n", at), head.size());
    const std::string_view line = head.substr(at, end - at);
    at = end + 2;
    if (line.find_first_of("\r\n") != std::string_view::npos) return no(400, "a line that ends without CR LF");
    if (first) {
      first = false;
      const auto space = line.find(' ');
      const auto last = line.rfind(' ');
      if (space == std::string_view::npos || space == last) return no(400, "no request line");
      out.request.method = std::string(line.substr(0, space));
      out.request.target = std::string(line.substr(space + 1, last - space - 1));
      const std::string_view version = line.substr(last + 1);
      if (version != "HTTP/1.1" && version != "HTTP/1.0") return no(505, "HTTP/1.1 is spoken here");
      out.request.keep_alive = version == "HTTP/1.1";
      if (!is_token(out.request.method)) return no(400, "no request line");
      constexpr std::array<std::string_view, 7> kVerbs = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};
      if (std::find(kVerbs.begin(), kVerbs.end(), out.request.method) == kVerbs.end())
        return no(501, "a method that is not known here");
      if (out.request.target.size() > limits_.target) return no(414, "the address is too long");
      if (!out.request.target.starts_with('/') || !is_visible(out.request.target))
        return no(400, "the address must be a plain path");
      continue;
    }
    if (line.size() > limits_.header_line) return no(431, "a header line is too long");
    if (line.starts_with(' ') || line.starts_with('\t')) return no(400, "a header line is folded");
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) return no(400, "a malformed header");
    const std::string_view value = trim(line.substr(colon + 1));
    if (!is_value(value)) return no(400, "a control character in a header");
    out.request.headers.emplace_back(line.substr(0, colon), value);
    if (out.request.headers.size() > limits_.headers) return no(431, "too many headers");
  }
  const Headers& headers = out.request.headers;
  if (headers_named(headers, "Host") != 1) return no(400, "exactly one Host header is needed");
  for (const char* once : {"Content-Type", "Origin", "Authorization", "Connection", "MCP-Protocol-Version"})
    if (headers_named(headers, once) > 1) return no(400, std::string("more than one header ") + once);
  if (header(headers, "Range") != nullptr) return no(400, "no ranges are served");
  if (header(headers, "Upgrade") != nullptr && header(headers, "Connection") != nullptr &&
      contains(to_lower(*header(headers, "Connection")), "upgrade"))
    return no(400, "no other protocol is spoken here");
  if (const auto* encoding = header(headers, "Content-Encoding");
      encoding != nullptr && !equal_ignoring_case(*encoding, "identity"))
    return no(415, "compressed bodies are not read");
  if (const auto* expected = header(headers, "Expect"); expected != nullptr) return no(417, "nothing is expected here");
  const int lengths = headers_named(headers, "Content-Length");
  const int codings = headers_named(headers, "Transfer-Encoding");
  if (lengths > 1 || (lengths > 0 && codings > 0) || codings > 1) return no(400, "more than one length of the body");
  if (codings == 1) {
    if (!equal_ignoring_case(*header(headers, "Transfer-Encoding"), "chunked")) return no(501, "only chunked is known");
    if (!out.request.keep_alive) return no(400, "no chunks in HTTP/1.0");
    out.chunked = true;
  }
  if (lengths == 1) {
    const std::string& text = *header(headers, "Content-Length");
    if (text.empty() || !is_digit(text.front()) || !read_number(text, out.length, 10))
      return no(400, "the length of the body is no number");
    if (out.length > limits_.body) return no(413, "the body is too big");
  }
  if (const auto* connection = header(headers, "Connection"); connection != nullptr) {
    const std::string low = to_lower(*connection);
    if (contains(low, "close"))
      out.request.keep_alive = false;
    else if (contains(low, "keep-alive"))
      out.request.keep_alive = true;
  }
  head_ = std::move(out);
  return true;
}

FrontDoor::State FrontDoor::read_chunks() {
  std::size_t taken = 0;
  const State state = read_chunks(taken);
  // Once for all of them: a body may come a byte a chunk.
  if (state != State::refused) pending_.erase(0, taken);
  return state;
}

// Takes whole chunks; `taken` is how many bytes of what is pending they are.
FrontDoor::State FrontDoor::read_chunks(std::size_t& taken) {
  for (;;) {
    const std::string_view rest = std::string_view(pending_).substr(taken);
    constexpr std::size_t kLongestSize = 16;
    const auto end = rest.substr(0, kLongestSize + 2).find("\r\n");
    if (end == std::string_view::npos)
      return rest.size() > kLongestSize + 1 ? refuse(400, "a bad chunk size") : State::need_more;
    std::size_t size = 0;
    const std::string_view text = rest.substr(0, end);
    if (text.empty() || text.front() == '-' || !read_number(text, size, 16)) return refuse(400, "a bad chunk size");
    if (size > limits_.body || body_.size() + size > limits_.body) return refuse(413, "the body is too big");
    if (rest.size() < end + 2 + size + 2) return State::need_more;
    if (rest.substr(end + 2 + size, 2) != "\r\n")
      return refuse(400, size == 0 ? "headers after the body" : "a chunk is not as long as it says");
    body_ += rest.substr(end + 2, size);
    taken += end + 2 + size + 2;
    if (size == 0) return State::admitted;
  }
}

FrontDoor::State FrontDoor::advance() {
  if (!refused_.why.empty()) return State::refused;
  if (whole_) return State::admitted;
  if (!head_) {
    // An empty line or two before a request are let pass, as the standard asks.
    for (; empty_lines_ < 2 && pending_.starts_with("\r\n"); ++empty_lines_) pending_.erase(0, 2);
    const auto end = pending_.find("\r\n\r\n", scanned_ < 3 ? 0 : scanned_ - 3);
    if (end == std::string::npos || end > limits_.head) {
      scanned_ = pending_.size();
      // Three bytes of what ends the largest head may be there already.
      if (pending_.size() > limits_.head + 3) return refuse(431, "the head is too big");
      return State::need_more;
    }
    scanned_ = 0;
    if (!read_head(std::string_view(pending_).substr(0, end))) return State::refused;
    pending_.erase(0, end + 4);
  }
  if (head_->chunked) {
    const State state = read_chunks();
    if (state != State::admitted) return state;
  } else {
    if (pending_.size() < head_->length) return State::need_more;
    body_ = pending_.substr(0, head_->length);
    pending_.erase(0, head_->length);
  }
  whole_ = true;
  return State::admitted;
}

Admitted FrontDoor::take() {
  Admitted out = std::move(head_->request);
  out.bytes = out.method + " " + out.target + " HTTP/1.1\r\n";
  for (const auto& [name, value] : out.headers) {
    if (equal_ignoring_case(name, "Content-Length") || equal_ignoring_case(name, "Transfer-Encoding")) continue;
    // The library would compress replies, for longer than it takes to send them over the loopback.
    if (equal_ignoring_case(name, "Accept-Encoding")) continue;
    out.bytes += name;
    out.bytes += ": ";
    out.bytes += value;
    out.bytes += "\r\n";
  }
  out.bytes += "Content-Length: " + std::to_string(body_.size()) + "\r\n\r\n" + body_;
  head_.reset();
  body_.clear();
  empty_lines_ = 0;
  whole_ = false;
  return out;
}

}  // namespace fingerpost::http
