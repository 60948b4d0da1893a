-- Sends the bodies of a file in turn, looks at every answer, and prints what wrk measured as one line of JSON.
-- Arguments: the file of bodies, then name and value of headers.

local threads, requests, at = {}, {}, 0
bad, sample = 0, ""

function setup(thread)
  table.insert(threads, thread)
end

function init(args)
  local headers = { ["Content-Type"] = "application/json" }
  for place = 2, #args, 2 do
    headers[args[place]] = args[place + 1]
  end
  for body in io.lines(args[1]) do
    table.insert(requests, wrk.format("POST", nil, headers, body))
  end
end

function request()
  at = at % #requests + 1
  return requests[at]
end

function response(status, _, body)
  if status ~= 200 or body:find('"errors"', 1, true) then
    bad, sample = bad + 1, status .. " " .. body:sub(1, 200)
  end
end

function done(summary, latency)
  local faults, shown = 0, ""
  for _, thread in ipairs(threads) do
    faults = faults + thread:get("bad")
    shown = thread:get("sample") ~= "" and thread:get("sample") or shown
  end
  local errors = summary.errors
  io.write(string.format(
    '\nRESULT {"requests": %d, "seconds": %f, "bytes": %d, "p50_ms": %f, "p99_ms": %f, "bad": %d, "lost": %d, "sample": "%s"}\n',
    summary.requests, summary.duration / 1e6, summary.bytes,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    faults, errors.connect + errors.read + errors.write + errors.timeout,
    (shown:gsub('[%c"\\]', "'"))
  ))
end
