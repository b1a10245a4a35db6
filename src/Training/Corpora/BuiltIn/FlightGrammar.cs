namespace FastElman.Training.Corpora.BuiltIn;

/// <summary>
/// How people ask for flights, as rules of a <see cref="LabellingGrammar"/>. The label of a word
/// often depends on words several places earlier: the day after "arriving in hong kong from oslo on" is a day of
/// arrival.
/// </summary>
internal static class FlightGrammar
{
    /// <summary>The rule that writes a whole request.</summary>
    public const string Start = "request";

    public const string Rules =
        """
        request = 9* $opening $flights $journey | 6* $flights $journey | 5* $wish | 5* $question | 3* $ground
        | 2* $followup

        opening = 3* show me | 2* i would like | 2* please list | i am looking for | find | find me | give me
        | could you find | look up | i need
        | do you have | can i have | tell me about | display | can i see | search for | book me on | let us see

        flights = 5* flights | 3* a flight | 2* all flights | the flights | any flights | some connections
        | $seat tickets | $seat seats
        | stops:$direct flights | fare.order:$order flights | airline:$airline flights | depart.day:$day flights
        | depart.period:$period flights
        | trip:$trip tickets | trip:$trip fares | the flight.order:$which flight | class:$class fares
        seat = class:$class | fare.order:$order

        journey = 4* $route | 4* $route $when/depart | 3* $route $leaving | 4* $route $arriving | 3* $leavingplace
        | 4* $arrivingplace
        | 3* $bothends | 3* $route $extra | 2* $route $when/depart $extra
        | 2* $route on depart.month:$month depart.date:$date | $route on the depart.date:$date of depart.month:$month
        | 2* $route $back | $route $leaving $back
        | $route $extra $extra | $arrivingplace $extra | $leavingplace $extra

        route = 6* from from.city:$city to to.city:$city | 3* to to.city:$city from from.city:$city
        | 4* between from.city:$city and to.city:$city
        | 2* out of from.city:$city into to.city:$city | 2* from from.airport:$airport to to.city:$city
        | from from.city:$city to to.airport:$airport
        | from from.city:$city or from.city:$city to to.city:$city
        | from from.city:$city and from.city:$city to to.city:$city
        | from from.city:$city to to.city:$city and to.city:$city
        | 2* from from.city:$city through via.city:$city to to.city:$city
        | from from.city:$city to to.city:$city by way of via.city:$city and via.city:$city
        | from.city:$city to to.city:$city
        | starting in from.city:$city and ending in to.city:$city

        leaving = 2* leaving $when/depart | departing $when/depart | that leave $when/depart
        | that take off $when/depart
        arriving = 2* arriving $when/arrive | landing $when/arrive | that arrive $when/arrive | that get in $when/arrive
        leavingplace = 2* leaving from.city:$city $when/depart | leaving from.city:$city for to.city:$city $when/depart
        | departing from.airport:$airport $when/depart | setting out from from.city:$city $when/depart
        arrivingplace = 3* arriving in to.city:$city $when/arrive | 2* landing at to.airport:$airport $when/arrive
        | arriving in to.city:$city from from.city:$city $when/arrive | getting to to.city:$city $when/arrive
        bothends = leaving from.city:$city $when/depart and arriving in to.city:$city $when/arrive
        | arriving in to.city:$city $when/arrive and leaving from.city:$city $when/depart
        back = and back on return.day:$day | returning on return.day:$day | coming back on return.day:$day
        | with a return flight on return.day:$day

        when = 5* on @.day:$day | 4* @.relation:$relation @.time:$time
        | 2* on @.day:$day @.relation:$relation @.time:$time
        | 2* on @.day:$day @.period:$period | 2* in the @.period:$period | at @.time:$time | @.day:$relative

        extra = 2* with airline:$airline | on airline:$airline | in class:$class | 2* with a stop in via.city:$city
        | stopping over in via.city:$city
        | with meal:$meal | that serve meal:$meal | 2* fare.relation:$limit fare.amount:$amount $currency
        | using a aircraft:$aircraft
        | for passengers:$count $people | with stops:$stops | avoiding via.city:$city

        wish = $want travel from from.city:$city to to.city:$city $when/depart | $want be in to.city:$city $when/arrive
        | $want leave from.city:$city $when/depart
        | $want fly to to.city:$city and stop in via.city:$city
        | $want fly airline:$airline from from.city:$city to to.city:$city $when/depart
        | $want arrive in to.city:$city from from.city:$city $when/arrive
        | $want go from from.city:$city to to.city:$city and return on return.day:$day
        | $want fly trip:$trip from from.city:$city to to.city:$city
        | my meeting in to.city:$city is on arrive.day:$day so i must leave from.city:$city on depart.day:$day
        | $want take my family of passengers:$count from from.city:$city to to.city:$city $when/depart
        want = 3* i want to | 2* i would like to | we have to | my boss needs to | i hope to | we plan to | she wants to

        question = which airlines fly $route | what is the fare.order:$order fare $route
        | how much is a class:$class seat $route
        | does airline:$airline serve meal:$meal on flight flight.number:$number
        | when does flight flight.number:$number leave from.city:$city
        | when does airline:$airline flight flight.number:$number arrive in to.city:$city
        | how long is the flight $route
        | does a aircraft:$aircraft fly $route $when/depart | is there a stops:$direct flight $route $when/depart
        | what does it cost to fly class:$class $route | what is the flight.order:$which flight $arrivingplace
        | is flight flight.number:$number of airline:$airline arriving $when/arrive | how many stops are there $route
        | does the flight.order:$which flight $route stop in via.city:$city
        | what time do the depart.day:$day flights leave from.city:$city

        ground = is there a transport:$transport in city:$city
        | how do i get from airport:$airport to downtown city:$city
        | what airports are there in city:$city | how far is airport:$airport from downtown city:$city
        | i need a transport:$transport from airport:$airport to the centre of city:$city
        | what is the weather like in city:$city
        | list the hotels near airport:$airport in city:$city
        | which airlines have an office in city:$city and city:$city

        followup = what about airline:$airline | and $when/depart | make it class:$class please
        | i mean from from.city:$city not from.city:$city
        | rather to to.city:$city | only trip:$trip please | the flight.order:$which one please
        | is it fare.relation:$limit fare.amount:$amount $currency
        | book flight flight.number:$number for passengers:$count $people | is meal:$meal included | i changed my mind
        | thank you very much

        city = 7* $largecity | 2* $longcity | $smallcity
        largecity = lisbon | oslo | vienna | prague | dublin | madrid | athens | zurich | warsaw | helsinki | budapest
        | munich | cairo | nairobi
        | lagos | tokyo | osaka | seoul | taipei | manila | mumbai | bangkok | hanoi | sydney | auckland | lima | bogota
        | quito | santiago | havana
        longcity = cape town | hong kong | new delhi | buenos aires | rio de janeiro | tel aviv | abu dhabi
        | kuala lumpur | mexico city | sao paulo
        | addis ababa | panama city | ho chi minh city
        smallcity = porto | seville | malaga | geneva | basel | graz | linz | brno | krakow | gdansk | riga | tallinn
        | vilnius | bergen | tromso | turku
        | aarhus | ghent | lille | nantes | bilbao | cork | leeds | trieste | verona | zagreb | skopje | tirana | ankara
        | izmir | tunis | dakar | accra
        | kigali | lusaka | maputo | windhoek | durban | muscat | kolkata | chennai | colombo | dhaka | yangon | cebu
        | perth | hobart | nadi | suva
        | cusco | medellin | cali | rosario | cordoba | recife | natal | merida | cancun | las palmas | st gallen
        | novi sad | nizhny novgorod

        airport = heathrow | gatwick | schiphol | orly | charles de gaulle | haneda | narita | barajas | arlanda
        | fiumicino | ben gurion | el prat | changi
        airline = iberia | finnair | aegean | qantas | emirates | icelandair | easyjet | swiss | japan airlines
        | air france | turkish airlines
        | singapore airlines | royal jordanian | cathay pacific | air baltic
        class = economy | economy class | first class | business | business class | premium economy
        direct = nonstop | direct
        stops = one stop | at most one stop | no stops | two stops
        order = cheapest | lowest | least expensive | most expensive | cheap
        which = first | last | earliest | latest | next | fastest
        trip = round trip | one way | return
        meal = breakfast | lunch | dinner | a hot meal | a vegetarian meal | a snack | drinks
        aircraft = jumbo | boeing $number | jet | jumbo jet | turboprop | small plane
        transport = taxi | bus | train | rental car | shuttle | shuttle bus | limousine | tram
        limit = under | below | less than | not more than | at most
        amount = $hundreds | one thousand | two hundred | five hundred
        currency = dollars | euros | francs
        people = people | adults | passengers | persons | children
        count = two | three | four | five | six | 2 | 3 | 4
        relation = before | after | around | by | not before | no later than | some time after
        time = 3* $hour $half | 2* $hour o'clock | noon | midnight | half past $hour | a quarter to $hour
        | $hour $minute $half | $clock
        half = am | pm
        period = morning | afternoon | evening | early morning | late afternoon | night
        relative = today | tomorrow | the day after tomorrow | next week
        day = monday | tuesday | wednesday | thursday | friday | saturday | sunday
        month = january | february | march | april | may | june | july | august | september | october | november
        | december
        date = first | second | third | fourth | fifth | sixth | tenth | twelfth | fifteenth | twentieth | twenty first
        | twenty third | thirtieth | 7 | 18 | 29
        hour = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12
        minute = 15 | 30 | 45
        clock = 0930 | 1145 | 1400 | 1720 | 2005
        hundreds = 150 | 200 | 350 | 480 | 600 | 999
        number = 17 | 88 | 142 | 320 | 417 | 605 | 737 | 1204 | 2290
        """;
}
