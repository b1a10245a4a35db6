-- POST with the bodies of a file, one a line, in turn. Arguments after "--": the file, and the first line (from 0).
-- At the end it writes one line: counts, bytes, errors, and percentiles of wrk's own histogram in microseconds.
local requests, at = {}, 0

function init(args)
  at = tonumber(args[2] or "0")
  for body in io.lines(args[1]) do
    requests[#requests + 1] =
      wrk.format("POST", nil, { ["Content-Type"] = "application/json", ["Content-Length"] = #body }, body)
  end
end

function request()
  at = at % #requests + 1
  return requests[at]
end

function done(summary, latency, _)
  local errors = summary.errors
  io.write(string.format(
    "RESULT %d %d %d %d %.0f %.0f %.0f\n",
    summary.requests, summary.duration, summary.bytes,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout,
    latency:percentile(50), latency:percentile(99), latency:percentile(99.9)))
end
