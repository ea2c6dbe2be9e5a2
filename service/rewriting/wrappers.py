"""Peels off the ways in which a complaint is wrapped: rhetorical questions, duties, orders, sarcasm, "I feel like".

What remains is a plain statement. A mark at its head tells what the wrapper meant: `<wish>` for a deed that is wished
for and missing, `<past>` before it for one that was missing once, `<deed>` for a deed that keeps happening.
"""

import re

WISH, DEED, PAST, BOUND = "<wish>", "<deed>", "<past>", "<bound>"
_YOU = r"(you|we|they|he|she)"
_FEEL = (
    r"(?:so |really |very |pretty |a bit |quite |just |too )*(?:angry|mad|sad|upset|hurt|frustrated|annoyed|furious|lonely|"
    r"tired|exhausted|disappointed|anxious|worried|jealous|embarrassed|fed up|livid|gutted|sick|stressed|hurtful|insecure|scared|"
    r"unhappy|miserable|raging|fuming|heartbroken|shocked|disgusted|irritated|resentful|pissed(?: off)?|done|crazy|insane|nuts|"
    r"ashamed|guilty|confused|bad|awful|terrible|shit|like shit|like crap|small|depressed|uneasy|nervous|hard|unfair|rude|annoying|"
    r"frustrating|exhausting|upsetting|embarrassing|humiliating|disgusting|worn out|drained|overwhelmed|discouraged|bitter|down|low)"
)
_PARTY = r"(?:anyone|anybody|someone|somebody|one of you|you|people|he|she|they|everyone)"

# Tried in order at the head of a sentence, again and again until nothing fits.
_PEEL: tuple[tuple[str, str], ...] = (
    (r"(?:oh wait|wait|great job|good job|nice job|nice going|way to go|great work|good work|nice work) ,? ?(?:on |for )?(?=\w+ing\b)", f"{PAST} {WISH} "),
    (r"(?:oh wait|wait|great job|good job|nice job|nice going|great work|good work|nice work) ?,? ?", ""),
    (r"(?:next time|from now on) ,? ", ""),
    (r"(?:oh|wow|so|and|also|well|like|ok|okay|look|listen|hey|honey|darling|seriously|plus|because|then|ugh|of course|typical(?: of you)?|yeah|sure|right|great|fine|lovely|brilliant|wonderful|perfect|fantastic|nice|congratulations|congrats|bravo|well done|good job|nice one|as usual|excuse me|you know what|news flash|fun fact|again|i mean|the thing is|the problem is|the truth is|fact is|bottom line|my issue is|i swear|at this point|at the end of the day|for the record|let us be honest|i get it|unlike you|unlike me|no|no no|lucky me|big surprise|surprise surprise|just) ,? ?(?!(?:you|i|we|it) (?:did|am)$)", ""),
    (r"(?:what is|what the is) (?:wrong|the matter) with you ?,? ?(?:that |are you )?", "<what> "),
    (r"what is your (?:problem|issue|deal) ?,? ?(?:that )?", "<what> "),
    (r"what kind of (?:\w+ ){1,2}(?:does not|do not|can not) ", f"{WISH} "),
    (r"what kind of (?:husband|wife|partner|person|man|woman|dad|mum|mom|father|mother|boyfriend|girlfriend|parent) ", "you "),
    (rf"(?:why|how come|why the|why is it that) (?:do|does) not {_YOU} ", r"\1 do not "),
    (rf"(?:why|how come) did not {_YOU} ", r"\1 did not "),
    (rf"(?:why|how come) (?:can|could|will|would) not {_YOU} (?:be (?:a )?(?:more )?(?:like|nicer|normal|better)[^,]*)", "<what> "),
    (rf"(?:why|how come) (?:can|will) not {_YOU} ", r"\1 do not "),
    (rf"(?:why|how come) (?:could|would) not {_YOU} ", r"\1 did not "),
    (rf"(?:why|how come|why the) (?:do|does|must) {_YOU} (?:have to |need to |insist on |feel the need to )?", r"\1 "),
    (rf"(?:why|how come|why the) (?:did|would|could) {_YOU} (?:have to |need to )?", r"\1 did "),
    (rf"(?:why|how come) (have|has|are|is|were|was) {_YOU} ", r"\2 \1 "),
    (rf"(?:why|how come) (have|has|are|is|were|was) not {_YOU} ", r"\2 \1 not "),
    (r"why (?:is it|am i) (?:that )?(?:i am )?(?:always |the )*(?:me|only one|only person|one) to ", "i am the one who has to "),
    (r"why (?:is it|am i) (?:that )?(?:i am )?(?:always |the )*(?:me|only one|only person|one) (?:who |that )(?:is )?", "i am the one who "),
    (r"(?:it is |i am )(?:always |the |only )*(?:me|one|only one|person) (?=\w+ing )", "i am the one "),
    (r"(?:it is |i am )(?:always |the |only )*(?:me|one|only one|person) to ", "i am the one who has to "),
    (r"(?:why|how come) (?:you|u) ", "you "),
    (r"(?:how|would it be|is it(?: really)?) (?:so |that |too )?(?:hard|difficult|much|much trouble)(?: is it| can it be| would it be)?(?: for you)? to ", f"{WISH} "),
    (r"(?:is|was) it (?:so |too |that )?(?:hard|much|difficult)(?: for you)?(?: to ask)?(?: for| of)?(?: you| me)?(?: for)?(?: you)? (?:to|that you|if you) ", f"{WISH} "),
    (r"is it too much to ask (?:for )?(?:a |some |for )?", "i would like "),
    (r"would it (?:really )?(?:kill|hurt|have killed) you to ", f"{WISH} "),
    (r"how many (?:\w+ )?times (?:do|must|did|will) i (?:have to|need to|must) (?:ask|tell|say|remind|beg|repeat)(?: it| this| myself)?(?: to)?(?: you)? (?:not to|to stop|do not) ", f"{DEED} you "),
    (r"how many (?:\w+ )?times (?:do|must|did|will) i (?:have to|need to|must) (?:ask|tell|say|remind|beg|repeat)(?: it| this| myself)?(?: to)?(?: you)? ?(?:to |, )?(?!$)", f"{WISH} "),
    (r"how many (?:\w+ )?times have i (?:asked|told|said|reminded|begged)(?: you)? (?:not to|to stop) ", f"{DEED} you "),
    (r"how many (?:\w+ )?times have i (?:asked|told|said|reminded|begged)(?: you)?(?: to)? ", f"{WISH} "),
    (r"i (?:have )?(?:asked|told|reminded|begged) you (a million|a thousand|a hundred|so many|many) times to ", f"{WISH} "),
    (rf"(?:can|could|will|would) not {_YOU} (?:at least |for once )?", f"{WISH} "),
    (r"(?:can|could) you (?:not|stop) (\w+ing)", rf"{DEED} you \1"),
    (r"(?:can|could) you not ", f"{WISH} "),
    (r"(?:could|can) you at least ", f"{WISH} "),
    (rf"when (?:are|is) {_YOU} (?:finally )?going to ", f"{WISH} "),
    (rf"when will {_YOU} (?:finally )?", f"{WISH} "),
    (rf"(?:are|is) {_YOU} (?:ever )?going to ", f"{WISH} "),
    (rf"do {_YOU} (?:have any idea|have a clue|know|realise|realize|understand|get) how [^,]*?(?:when|that|for me|it is|i feel|feels)(?: |$)(?:when |that )?", ""),
    (rf"do {_YOU} (?:think|expect) (?:that )?(?:i am|i will|me to) ", "<maid> "),
    (rf"do {_YOU} ", r"\1 do not "),
    (rf"did {_YOU} (?:think|expect) ", r"<what> "),
    (rf"did {_YOU} not ", r"\1 did not "),
    (r"did it not occur to you (?:to|that) ", f"{PAST} {WISH} "),
    (r"it would (?:not )?(?:have )?(?:kill|killed|hurt) you to ", f"{WISH} "),
    (rf"it would (?:have been|be) (?:so |really )?(?:nice|great|good|lovely) if {_PARTY} (?:could |would |had |have |did )?", f"{WISH} "),
    (rf"it would (?:have been|be) (?:nice|great|good|lovely) (?:for (?:you|him|her) )?to (?:be |have been )?", f"{WISH} "),
    (r"the least you (?:could|can) (?:do|have done) is (?:to )?", f"{WISH} "),
    (r"you could (?:at least |have the decency to )", f"{WISH} "),
    (r"you (?:could|might|should|ought to) (?:at least )?have (?:at least )?", f"{PAST} {WISH} "),
    (r"you should not have ", f"{PAST} {DEED} "),
    (r"you should not (?:have to )?", f"{DEED} you "),
    (r"you should (?:know|have known|realise|understand) (?:by now )?(?:that )?(?=i |we |my )", ""),
    (r"you (?:really )?(?:should|ought to) be (\w+ing)(?: [^,]*?)? (?:instead of|not|rather than) ", "you are "),
    (r"you (?:really |always )?(?:should|ought to|need to|have to|must|had better|are supposed to|were supposed to|was supposed to|is supposed to|got to|have got to) (?:learn (?:how )?to |start |try to |remember to |at least )?(?:stop|quit) ", f"{DEED} you "),
    (r"you (?:always|constantly|just always) (?:just )?have to ", f"{DEED} you "),
    (r"you were supposed to ", f"{PAST} {WISH} "),
    (r"you (?:really |always )?(?:should|ought to|need to|have to|must|had better|are supposed to|is supposed to|have got to) (?:learn (?:how )?to |start |try to |remember to |at least )?", f"{WISH} "),
    (r"i (?:just |really )?(?:wish|want|need|would like|would love) (?:for )?you (?:would |could |to )?(?:just )?(?:stop|quit|not) ", f"{DEED} you "),
    (r"i (?:just |really )?(?:wish|need|want) you (?:would|could|to) ", f"{WISH} "),
    (r"i wish (?:that )?you (?:would not|did not|do not) ", f"{DEED} you "),
    (r"i wish (?:that )?you (?=\w+ed )", f"{WISH} "),
    (r"a (?:good|decent|real|proper|normal|loving|caring) (?:husband|wife|partner|man|woman|dad|mum|mom|father|mother|boyfriend|girlfriend|parent|person|friend|son|daughter) (?:would not|does not) ", f"{DEED} you "),
    (r"(?:a|any|most) (?:good|decent|real|proper|normal|loving|caring|other)(?: \w+)? (?:husband|wife|partner|man|woman|dad|mum|mom|father|mother|boyfriend|girlfriend|parent|person|friend|people|men|women)s? would ", f"{WISH} "),
    (r"(?:stop|quit) (?:being (?:so |such )?[^,]*)$", "<what> "),
    (r"(?:just |please |so )?(?:stop|quit) ", f"{DEED} you "),
    (r"(?:do not you dare|do not ever|do not you|do not) (?=bring|leave|start|touch|lie|blame|call|treat|talk|tell|speak|walk|make|ignore|use|come|spend|put|go|give|yell|shout|act|roll|bother|text|move|throw|interrupt|eat|take)", f"{DEED} you "),
    (r"do not (?:worry|get up|bother|mind me)(?: about (?:me|it))? ?,? ?", ""),
    (r"i (?:just |really |honestly |always |still |also )*(?:feel|felt|am feeling|get the feeling|get the sense|have the feeling) (?:like|that|as if|as though|as) (?=\w+ )(?!shit|crap|a |an |the )(?:if |though )?", ""),
    (r"(?:it )?(?:feels|felt|seems|is|sounds|looks) (?:to me )?(?:a bit |just |so much )?(?:like|as if|as though) (?=you|i |we |nobody|no one|your|everything)", ""),
    (r"i (?:can not|could not|do not) (?:believe|understand|get|stand) (?:that |why |how |it when |when |it that |the fact that )?(?=you|he|she|they|we)", ""),
    (r"i (?:hate|can not stand|am fed up|dislike) (?:it )?(?:that|when|how|the way|the fact that) (?=you|he|she|they|we|your)", ""),
    (r"i (?:love|adore) (?:that|when|how|the way|it when) (?=you|he|she|they)", ""),
    (r"(?:i am )?(?:so glad|glad|happy|so happy) (?:that )?you (?:could|can|managed to|decided to|found the time to) ", "you did "),
    (r"i (?:am|was|have been|get|got|feel|felt) (?:just |really |absolutely |totally |so )*(?:sick|tired|sick and tired|fed up|done|over|bored|exhausted) (?:of|with|from|by) (?=you |your |he |she |being |having |always |doing |waiting |cleaning|picking|asking|hearing|coming|begging|reminding|carrying|paying|cooking|the )(?:you (?!and))?", "<tired> "),
    (r"i (?:am|was|got|get|feel|felt) (?:still |just )?" + _FEEL + r" (?:at you |with you |as hell )?(?:because|that|when|cause|since|over the fact that|about the fact that|how|about how|by how) (?=you|he|she|they|your|we|i |nobody|my|it)", ""),
    (r"(?:it|that|this) (?:really |just |also |still |honestly |absolutely )*(?:hurt|hurts|upset|upsets|annoys|bothers|kills|bugs|pisses|drives|frustrates|irritates|infuriates|breaks|gets|winds|pissed|bothered|annoyed|makes|made|drove|broke|kill|does|did|grates|worries|stresses|embarrasses|scares|shocks|worried|stressed)(?: (?:me|my|on|heart|head|nerves|off|up|the|wall|mad|crazy|nuts|insane|in|feel|so|really|angry|sad|upset|stressed|out|like|jealous|a|lot|furious|lonely))* (?:that|when|how|to see|to hear|because) (?=you|your|he|she|they|we|i )", ""),
    (r"you (?:always |really |just |constantly )*(?:make|made|are making|drive|drove|leave|left) me (?:feel )?(?:" + _FEEL + r"|mad|crazy|insane|nuts|up the wall|cry|want to scream|feel)(?: ,)?(?: and)?(?: when| because| by| that| every time| whenever| with)?(?: |$)", "<feel> "),
    (r"(?:it is|this is|that is|it was)(?: all| entirely| completely)? your fault(?: ,)?(?: that| if| because| for)?(?: |$)", "<cause> "),
    (r"(?:because of|thanks to) you ,? ?", "<cause> "),
    (r"(?:look what|see what) you (?:did|made me do|have done)(?: ,)? ?", "<what> "),
    (rf"(?:not once|never once|never) (?:have|has) {_YOU} ", r"\1 have not "),
    (rf"(?:not once|never once|never) (do|does|did) {_YOU} ", r"\2 \1 not "),
    (r"all you (?:ever |want to |care about |seem to )*(?:do|think about|care about)? ?(?:is|are) ", f"{DEED} you "),
    (r"(?:could|can) you be any more \w+ ?", "<what> "),
    (r"are you (?:kidding|serious|joking|for real|having a laugh|mad|crazy|insane)(?: me)?(?: right now)? ?,? ?(?:you are |you )?(?=you )?", ""),
    (r"god forbid (?:that )?you (?:would |should |might )?", f"{WISH} "),
    (r"not (?:even )?(?:a|an|one) ", "there was no "),
    (r"why is there ", "there is "),
    (r"you (?:people|lot|guys)(?: in this house| here)? ", "you "),
    (rf"if you (?:loved|cared|respected|valued|appreciated)(?: about)?(?: me| us)? ?,? ?(?:then )?you (?:would|will) have ", f"{PAST} {WISH} "),
    (rf"if you (?:loved|cared|respected|valued|appreciated)(?: about)?(?: me| us)? ?,? ?(?:then )?you (?:would|will) not ", f"{DEED} you "),
    (rf"if you (?:loved|cared|respected|valued|appreciated)(?: about)?(?: me| us)? ?,? ?(?:then )?you (?:would|will) ", f"{WISH} "),
    (r"you are the (?:one|kind of person|type|sort) (?:who|that) ", "you "),
    (r"(?:it is |i am )(?:always |the |only )*(?:me|one|only one|person) (?:who|that) (?:always )?", "i am the one who "),
    (r"(?:everyone|everybody) else 's (?:husband|wife|partner|boyfriend|girlfriend|dad|man|mum) (?!never|does not|would not)", f"{WISH} "),
    (r"(?:all )?(?:my |the )?(?:other )?(?:friends|sister|colleagues|mates|neighbours|friend|brother|people|sarah|emma|priya) '?s?'? ?(?:husband|wife|partner|boyfriend|girlfriend|husbands|wives|partners|boyfriends|girlfriends|man|men) (?:all |actually |always |at least |manage to |would )*", f"{WISH} "),
    (r"other (?:husbands|wives|partners|couples|men|women|dads|mums|moms|people) (?:all |actually |always |at least |manage to |would )*", f"{WISH} "),
    (r"(?:at least |even )?my ex(?:-husband|-wife|-boyfriend|-girlfriend)? (?:never|did not|would never|would not) ", f"{DEED} you "),
    (r"(?:at least |even )?my ex(?:-husband|-wife|-boyfriend|-girlfriend)? (?:at least |always |used to |would |actually |could )*", f"{WISH} "),
    (r"(?:nobody|no one|noone|not one person)(?: else)?(?: in| around)?(?: this| here| the| our)?(?: family| house| household| home| place| flat)? (?:ever |even |seems to |bothers to |can be bothered to |can be arsed to |wants to |offers to )*", "you never "),
    (r"(?:some|certain) (?:people|person)(?: here| in this house| around here)? ", "you "),
    (r"(?:somebody|someone)(?: here| in this house| around here)? ", "you "),
    (r"(?:nice|good|kind|decent|big|generous|sweet) of you to (?:finally |eventually |at last )?(?=show|turn|join|come|arrive|appear|get|make it|grace|wake|drop|roll|leave|forget|eat|finish|tell your|spend)", "<late> you did "),
    (r"(?:nice|good|kind|decent|big|generous|sweet) of you to (?:finally |eventually )?", f"{PAST} {WISH} "),
    (r"(?:thanks|thank you)(?: so much| very much| a lot| again| a bunch| ever so much)?(?: ,)? for not (\w+ing)", rf"{PAST} {WISH} \1"),
    (r"(?:thanks|thank you)(?: so much| very much| a lot| a bunch)?(?: ,)? for (?:all )?(?:your|the) help (?:with|on) ", f"{PAST} {WISH} help with "),
    (r"(?:thanks|thank you)(?: so much| very much| a lot| a bunch)?(?: ,)? for (?:all )?(?:of )?(?:your|the) (?:help|support|hard work)", f"{PAST} {WISH} help"),
    (r"(?:thanks|thank you)(?: so much| very much| a lot| a bunch)?(?: ,)? for nothing", "<what> "),
    (r"(?:thanks|thank you)(?: so much| very much| a lot| a bunch)?(?: ,)? for (?:all )?(?:of )?(?:your|the) ", f"{PAST} {WISH} help with "),
    (r"(?:thanks|thank you|thx|cheers)(?: so much| very much| a lot| again| a bunch| a million)?(?: ,)? for (?=(?:helping|asking|listening|remembering|doing|offering|letting|supporting|thinking|checking|calling|texting|washing|cleaning|noticing|sharing|waiting|cooking|coming|being there|picking up)\b)", f"{PAST} {WISH} "),
    (r"(?:thanks|thank you|thx|cheers)(?: so much| very much| a lot| again| a bunch| a million)?(?: ,)? for ", f"{PAST} {DEED} "),
    (r"(?:must be|it must be|how) (?:so )?nice (?:for you )?(?:to (?:be able to |get to |have time to |just )?|having time to )", "you "),
    (r"because (?:obviously |clearly )?your ", "<first> your "),
    (r"i (?:guess|suppose|see|take it|bet) (?:that )?", ""),
    (r"i (?:notice|noticed|see|saw|know|heard|found out|noticed that|realise|think) (?:that )?(?=you )", ""),
    (r"(?:either )?if you (?=[^,]*?(?: ,)? (?:then )?(?:we are|i am|i will|i swear|it is|do not|i want|i would))", "<if> you "),
    (r"either you ", f"{WISH} "),
    (r"one more (?=\w+ (?:and|,))", "<more> "),
    (r"you (?:never|do not|can not|will not) (?:even )?(?:bother|manage|care enough|think|remember|have the decency|have the courtesy|seem|want|offer|try|take the time|make the effort|make any effort|make an effort|find the time|seem able|need|deign) (?:to|and) (?=\w+)", "you never "),
    (r"you (?:did not|could not) (?:even )?(?:bother|manage|care enough|think|remember|have the decency|have the courtesy|offer|try|take the time|make the effort|make any effort|find the time) (?:to|and) (?=\w+)", "you did not "),
    (r"you (?:did not|could not|do not|can not) (?:even )?bother (\w+ing)", rf"{WISH} \1"),
    (r"you (?:can not|could not|do not) (?:even )?be (?:bothered|arsed|assed)(?: to)? ", "you never "),
    (r"you (?:always |constantly |just )?(?:refuse|refused|refuses|fail|fails) to ", "you never "),
    (r"you failed to ", "you did not "),
    (r"you (?:always |constantly )?(?:forget|forgets) to ", "you never "),
    (r"you (?:have |already )?(?:forgot|forgotten) to ", "you did not "),
    (r"you (?:always |constantly |just |still )*(?:keep|keeps|keep on|kept|kept on|insist on|are constantly|will not stop|do not stop|never stop|can not stop|love|have to|start|started) (?=\w+ing\b)", f"{DEED} you "),
    (r"you (?:had|have) the (?:nerve|cheek|audacity|gall) to ", "you did "),
    (r"you (?:decided|chose|went and decided|thought it was (?:ok|okay|fine|funny)|managed|thought it would be funny) to ", "you did "),
    (r"you (?:always |have to |just )?(?:seem|tend|like|choose|manage|decide|prefer|have|love|expect) to ", "you "),
    (r"you (?:would|will) rather ", "you "),
    (r"you went and ", "you "),
    (r"you (?:have )?(?:basically |clearly |practically )?stopped (?=\w+ing)", f"{WISH} "),
    (r"(?:and )?(?:for|in) (?:the|my) (?:love|life) of [^,]*,? ?", ""),
)
_PEELERS = tuple((re.compile(rf"^(?:{pattern})"), instead) for pattern, instead in _PEEL)
_MARKS = re.compile(r"^((?:<\w+> )*)(.*)$", re.DOTALL)
_MOST = 6
OWN_REQUEST = re.compile(r"^(?:(?:next time|please|so|and|maybe|tonight) ,? ?)*(?:would|could|can|will|shall|may) (?:you|we|i) (?!not |even |just |ever |at least )\w+")
"""A question of the writer's own that asks plainly."""


def peeled(sentence: str) -> tuple[frozenset[str], str]:
    """The marks and the plain statement inside a sentence of clean words."""
    marks: set[str] = set()
    for _ in range(_MOST):
        before = sentence
        for pattern, instead in _PEELERS:
            changed, times = pattern.subn(instead, sentence, count=1)
            if times and changed != sentence:
                sentence = changed
                break
        match = _MARKS.match(sentence)
        if match:
            marks.update(match[1].split())
            sentence = match[2].strip(" ,")
        if sentence == before:
            break
    return frozenset(marks), sentence
