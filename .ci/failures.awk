# The tests that failed in a test run, each with what is indented under its name.
# dotnet test:        "failed Name (12ms)"
# a test executable:  "    Name [FAIL]"

function indentation(line) { match(line, /^ */); return RLENGTH }

/^failed .*\)$/ || /\[FAIL\]$/ { depth = indentation($0); inside = 1; print; next }
inside && indentation($0) > depth { print; next }
{ inside = 0 }
