// A value or an error, for every call that can fail for a reason outside the program. Named after std::expected's
// members, which neither g++ 12 nor clang 14 has. Absence is no error: it is an optional or an empty list.
#pragma once

#include <string>
#include <utility>
#include <variant>

namespace fingerpost {

enum class Code { not_found, invalid_argument, unavailable, timeout, denied, too_large, io, corrupt, internal };

struct Error {
  Code code = Code::internal;
  std::string message;  // lower case, what failed and with which name; no trailing dot
  std::string where;    // path:line, where there is one
  std::string advice;   // what to do about it, where that is known

  // The error as one line for a person: "where: message (advice)".
  std::string text() const;
};

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}      // NOLINT: a value is a result
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT: so is an error

  bool has_value() const { return state_.index() == 0; }
  explicit operator bool() const { return has_value(); }

  // REQUIRES: has_value().
  T& operator*() { return std::get<0>(state_); }
  const T& operator*() const { return std::get<0>(state_); }
  T* operator->() { return &std::get<0>(state_); }
  const T* operator->() const { return &std::get<0>(state_); }

  // REQUIRES: !has_value().
  const Error& error() const { return std::get<1>(state_); }

 private:
  std::variant<T, Error> state_;
};

// The result of a call that yields nothing but may fail.
struct Done {};

}  // namespace fingerpost
