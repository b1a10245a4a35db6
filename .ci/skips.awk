# The output of a test run, with the skipped tests counted by their reasons instead of listed.
# dotnet test:        "skipped Name", "  reason", "  from Assembly"
# a test executable:  "    Name [SKIP]", "      reason"

/^skipped / || /\[SKIP\]$/ { awaited = 1; next }
awaited == 1 { sub(/^ +/, ""); count[$0]++; awaited = 2; next }
awaited == 2 && /^  from / { awaited = 0; next }
{ awaited = 0; print; fflush() }
END { for (reason in count) print "  skipped, " count[reason] " times: " reason }
