"""English word lists the slot rules recognise values by."""

from __future__ import annotations


def _alternatives(words: str) -> str:
    """The words as a regular expression, longest first; "_" stands for a space."""
    return "|".join(
        sorted((w.replace("_", " ") for w in words.split()), key=len, reverse=True)
    )


PETS = _alternatives(
    "dog dogs cat cats puppy puppies kitten kittens hamster rabbit rabbits bunny parrot bird birds bunnies rabbits kitty pup doggo guinea_pig guinea_pigs gerbil hedgehog budgie parakeet cockatiel tarantula axolotl retriever lab bulldog husky pug dachshund terrier shepherd collie spaniel chihuahua dalmatian greyhound rottweiler doberman tabby siamese ragdoll maine_coon fish goldfish turtle tortoise horse pony lizard snake ferret gecko chickens pet pets beagle labrador poodle corgi"
)
DIETS = _alternatives(
    "vegetarian vegan pescatarian pescetarian keto ketogenic_diet keto_diet paleo flexitarian halal kosher omnivore carnivore_diet gluten-free dairy-free vegetarian_diet vegan_diet mediterranean_diet low-carb plant-based plant_based"
)
CONSUMED = _alternatives(
    "coffee caffeine alcohol booze beer wine sugar meat red_meat dairy milk gluten bread carbs soda soft_drinks energy_drinks tea cigarettes nicotine weed chocolate cheese eggs fish seafood pork beef chicken fast_food junk_food sweets"
)
CARS = _alternatives(
    "Tesla Honda Toyota Ford BMW Audi Mercedes Volkswagen VW Volvo Nissan Mazda Hyundai Kia Subaru Porsche Fiat Peugeot Renault Citroën Skoda Škoda Seat Opel Chevrolet Jeep Lexus Mini Dacia Suzuki Mitsubishi Jaguar Ferrari Polestar Rivian car convertible SUV pickup minivan hatchback"
)
SPORTS = _alternatives(
    "tennis soccer football basketball baseball volleyball golf hockey rugby cricket badminton squash table_tennis ping_pong padel chess yoga pilates karate judo boxing climbing bouldering swimming running cycling skiing surfing hiking sailing rowing padel pickleball video_games board_games poker handball lacrosse archery fencing ballet crossfit"
)
INSTRUMENTS = _alternatives(
    "guitar piano violin cello drums flute saxophone trumpet bass clarinet ukulele harp banjo keyboard oboe trombone accordion viola harmonica mandolin"
)
LANGUAGES = _alternatives(
    "English Spanish French German Portuguese Italian Dutch Russian Chinese Mandarin Cantonese Japanese Korean Arabic Hindi Bengali Urdu Turkish Polish Greek Swedish Norwegian Danish Finnish Czech Hungarian Romanian Ukrainian Hebrew Thai Vietnamese Catalan Basque Galician Persian Farsi Swahili Latin Irish Welsh Croatian Serbian Bulgarian Indonesian Malay Tagalog Esperanto"
)
NATIONALITIES = _alternatives(
    "American British English Scottish Irish Welsh Canadian Australian German French Spanish Italian Portuguese Dutch Belgian Swiss Austrian Swedish Norwegian Danish Finnish Polish Czech Hungarian Romanian Greek Turkish Russian Ukrainian Indian Pakistani Chinese Japanese Korean Vietnamese Thai Filipino Indonesian Brazilian Argentinian Chilean Colombian Peruvian Mexican Cuban Nigerian Kenyan Egyptian Moroccan Israeli Iranian Lebanese Croatian Serbian Bulgarian Ghanaian"
)
PROFESSIONS = _alternatives(
    "nurse doctor teacher engineer developer programmer designer architect lawyer accountant pilot chef cook baker writer journalist editor photographer artist musician singer actor actress dentist pharmacist veterinarian vet therapist psychologist psychiatrist surgeon scientist researcher professor lecturer student consultant manager director analyst administrator electrician plumber carpenter mechanic driver farmer gardener firefighter paramedic soldier secretary assistant translator interpreter librarian barista waiter waitress bartender cashier salesperson realtor banker economist statistician biologist chemist physicist mathematician historian philosopher entrepreneur founder freelancer CEO CTO CFO COO intern coach trainer physiotherapist midwife judge politician diplomat producer filmmaker illustrator animator tailor hairdresser barber florist tutor principal technician operator contractor investor trader broker recruiter marketer copywriter executive officer detective policeman policewoman nanny housewife"
)
