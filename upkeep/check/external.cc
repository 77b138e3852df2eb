#include "upkeep/check/external.h"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

#include <fmt/format.h>

#include "probes/url.h"
#include "upkeep/check/host_turns.h"

namespace fingerpost {
namespace {

constexpr int kMostRedirects = 5;
constexpr std::size_t kWitnesses = 3;
constexpr std::size_t kNobodyHome = 10;  // links without a host that is known, before the machine is taken for offline

// A server that has no time, or that is not there: what else we have to ask it waits.
bool is_enough(const LinkReply& reply) {
  return reply.status == 429 || reply.status == 503 || reply.status == 0;
}

// One link to its end: HEAD, then GET where a server does not know or like HEAD, along redirects.
LinkAnswer ask_link_through(std::string url, const ExternalOptions& options, HostTurns& turns, const Deadline& deadline,
                            bool& resolved) {
  LinkAnswer out;
  bool head = true;
  for (int redirects = 0; redirects <= kMostRedirects;) {
    const std::string host = parse_url(url).host;
    if (!turns.begin(host, deadline)) return out;
    const LinkReply reply = options.ask_one(url, head, options.allowed, deadline.within(options.each));
    turns.end(host, is_enough(reply));
    resolved = resolved || reply.resolved;
    out.status = reply.status;
    if (reply.unknown_name && redirects == 0) {
      out.state = LinkState::unknown_name;
      return out;
    }
    if (reply.status >= 200 && reply.status < 300) {
      out.state = LinkState::answers;
      return out;
    }
    if (!reply.location.empty()) {
      url = reply.location;
      ++redirects;
    } else if (head && reply.status >= 400 && reply.status != 429 && reply.status != 503) {
      head = false;
    } else {
      if (reply.status == 404 || reply.status == 410) out.state = LinkState::gone;
      return out;
    }
  }
  return out;
}

}  // namespace

std::map<std::string, LinkAnswer> ExternalLinks::ask_all(const std::vector<std::string>& urls, bool& any_resolved) {
  const Deadline deadline(options_.time);
  HostTurns turns(options_.pause);
  std::map<std::string, LinkAnswer> out;
  std::mutex mutex;  // guards `out` and `any_resolved`
  std::atomic<std::size_t> next = 0;
  // The links of one host follow on each other, so that threads do not wait for each other's hosts.
  std::vector<std::vector<std::string>> hosts;
  std::map<std::string, std::size_t> known;
  for (const std::string& url : urls) {
    const auto [at, fresh] = known.emplace(parse_url(url).host, hosts.size());
    if (fresh) hosts.emplace_back();
    hosts[at->second].push_back(url);
  }
  std::stable_sort(hosts.begin(), hosts.end(), [](const auto& a, const auto& b) { return a.size() > b.size(); });
  const auto work = [&] {
    for (std::size_t at = next++; at < hosts.size(); at = next++) {
      for (const std::string& url : hosts[at]) {
        {
          const std::lock_guard lock(mutex);
          if (!any_resolved && out.size() >= kNobodyHome) return;
        }
        bool resolved = false;
        LinkAnswer answer = ask_link_through(url, options_, turns, deadline, resolved);
        answer.at = now_;
        const std::lock_guard lock(mutex);
        out.emplace(url, answer);
        any_resolved = any_resolved || resolved;
      }
    }
  };
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < std::min(options_.at_once, hosts.size()); ++i) threads.emplace_back(work);
  threads.clear();
  return out;
}

std::map<std::string, LinkAnswer> ExternalLinks::ask(const std::vector<std::string>& urls) {
  std::map<std::string, LinkAnswer> out;
  std::vector<std::string> wanted;
  std::vector<std::string> witnesses;
  for (const std::string& url : urls) {
    auto known = kept_.known(url, now_);
    if (!known) problem_ = known.error().text();
    if (known && *known) {
      ++known_;
      out.emplace(url, **known);
      if ((*known)->state == LinkState::answers && witnesses.size() < kWitnesses) witnesses.push_back(url);
    } else if (wanted.size() < options_.most) {
      wanted.push_back(url);
    } else {
      ++left_;
    }
  }
  if (wanted.empty()) return out;
  bool resolved = false;
  std::map<std::string, LinkAnswer> asked = ask_all(wanted, resolved);
  // A machine without a way out knows no name at all. Where none of the new ones is known, one is asked that was.
  const auto is_unknown = [](const auto& one) { return one.second.state == LinkState::unknown_name; };
  if (!resolved && std::any_of(asked.begin(), asked.end(), is_unknown)) (void)ask_all(witnesses, resolved);
  std::vector<std::pair<std::string, LinkAnswer>> kept;
  for (auto& one : asked) {
    LinkAnswer& answer = one.second;
    if (!resolved && is_unknown(one)) answer.state = LinkState::unclear;
    unclear_ += answer.state == LinkState::unclear;
    // Silence says as much about this machine as about the server.
    if (answer.state != LinkState::unclear || answer.status != 0) kept.emplace_back(one);
  }
  asked_ += asked.size();
  left_ += wanted.size() - asked.size();
  out.merge(asked);
  if (auto done = kept_.keep(kept, now_); !done) problem_ = done.error().text();
  return out;
}

std::string ExternalLinks::summary() const {
  std::string out = fmt::format("{} links asked, {} known from before", asked_, known_);
  if (unclear_ > 0) out += fmt::format(", {} without a clear answer", unclear_);
  if (left_ > 0) out += fmt::format(", {} left for the next run", left_);
  if (!problem_.empty()) out += "; the answers cannot be kept: " + problem_;
  return out;
}

}  // namespace fingerpost
